"""What has a legal entity set for its leads?"""

from asyncio import gather
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.pages.deals.written_rows import read_rows, write_rows
from console.pages.parts.responses import Key, done, page
from console.pages.pools.own_names import label_of, own_name
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table
from messages.leads.drop_reasons import DropRank, DropReasonsView, SetDropReasons
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/lead-rules")
PATH = "/lead-rules"
SETTERS = (Role.DIRECTOR, Role.OPS, Role.ADMIN)
NAMED = ("code", "zh", "en")
Text = Annotated[str, Form()]


@router.get("")
async def lead_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    reasons, ranking = await gather(
        gateway.get("leads", "/lead-rules/drop-reasons", DropReasonsView),
        gateway.get("leads", "/lead-rules/drop-reasons/ranking", list[DropRank]),
    )
    tables = [_reasons(reasons, person), _ranking(ranking, person)]
    actions = _actions(reasons) if person.may(*SETTERS) else []
    beside = [("nav.leads", "/leads")]
    return page(
        request, "pools/rules.html", person, title="nav.lead_rules", tables=tables, actions=actions, beside=beside
    )


@router.post("/reasons")
async def set_reasons(request: Request, gateway: Gateway, person: Reader, key: Key, reasons: Text = "") -> Response:
    rows = [{"code": row["code"], "label": label_of(row)} for row in read_rows("reasons", reasons, NAMED)]
    command = SetDropReasons.model_validate({"reasons": rows})
    await gateway.put("leads", "/lead-rules/drop-reasons", command, DropReasonsView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


def _actions(reasons: DropReasonsView) -> list[Action]:
    named = write_rows((one.code, one.label.get("zh"), one.label.get("en")) for one in reasons.reasons)
    return [
        Action("set_drop_reasons", f"{PATH}/reasons", (Input("reasons", "area", named, hint="hint.drop_reasons"),)),
    ]


def _reasons(reasons: DropReasonsView, person: Person) -> Table:
    rows = [(own_name("drop_reason", one.code, one.label, person.lang),) for one in reasons.reasons]
    return Table("console.drop_reasons", ("name",), rows)


def _ranking(ranking: list[DropRank], person: Person) -> Table:
    """What comes of a source that is good for nothing is seen here."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.source,
            own_name("drop_reason", one.reason, one.label, person.lang),
            one.count,
            f"{one.permille / 10:.1f} %",
        )
        for one in ranking
    ]
    return Table("console.drop_ranking", ("source", "drop_reason", "how_many", "of_source"), rows)
