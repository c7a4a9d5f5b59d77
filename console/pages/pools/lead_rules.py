"""What has a legal entity set for its leads?"""

import re
from asyncio import gather
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable, whole
from console.pages.deals.written_rows import read_rows, write_rows
from console.pages.parts.responses import Key, done, page
from console.pages.pools.own_names import label_of, own_name
from console.pages.pools.written_when import (
    read_attribute,
    read_values,
    read_when,
    write_attribute,
    write_values,
    write_when,
)
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table
from messages.leads.drop_reasons import DropRank, DropReasonsView, SetDropReasons
from messages.leads.scoring import LeadScoringView, SetLeadScoring
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/lead-rules")
PATH = "/lead-rules"
SETTERS = (Role.DIRECTOR, Role.OPS, Role.ADMIN)
NAMED = ("code", "zh", "en")
WEIGHT = ("attribute", "values", "points")
POINTS = re.compile(r"[+-]?\d{1,4}")
Text = Annotated[str, Form()]


@router.get("")
async def lead_rules(request: Request, person: Reader, gateway: Gateway) -> Response:
    scoring, reasons, ranking = await gather(
        gateway.get("leads", "/lead-rules/scoring", LeadScoringView),
        gateway.get("leads", "/lead-rules/drop-reasons", DropReasonsView),
        gateway.get("leads", "/lead-rules/drop-reasons/ranking", list[DropRank]),
    )
    tables = [*_scoring(scoring, person), _reasons(reasons, person), _ranking(ranking, person)]
    actions = _actions(scoring, reasons, person.lang) if person.may(*SETTERS) else []
    beside = [("nav.leads", "/leads")]
    return page(
        request, "pools/rules.html", person, title="nav.lead_rules", tables=tables, actions=actions, beside=beside
    )


@router.post("/scoring")
async def set_scoring(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    weights: Text = "",
    key_leads: Text = "",
    window_days: Text = "",
) -> Response:
    rows = [_weight(row, number) for number, row in enumerate(read_rows("weights", weights, WEIGHT))]
    keys = [read_when("key_leads", line) for line in key_leads.splitlines() if line.strip()]
    said = {"weights": rows, "key_leads": keys, "window_days": whole("window_days", window_days)}
    command = SetLeadScoring.model_validate(said)
    await gateway.put("leads", "/lead-rules/scoring", command, LeadScoringView, key=key)
    return done(request, PATH, text("message.set_lead_scoring", person.lang))


@router.post("/reasons")
async def set_reasons(request: Request, gateway: Gateway, person: Reader, key: Key, reasons: Text = "") -> Response:
    rows = [{"code": row["code"], "label": label_of(row)} for row in read_rows("reasons", reasons, NAMED)]
    command = SetDropReasons.model_validate({"reasons": rows})
    await gateway.put("leads", "/lead-rules/drop-reasons", command, DropReasonsView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


def _actions(scoring: LeadScoringView, reasons: DropReasonsView, lang: str) -> list[Action]:
    weights = write_rows(
        (write_attribute(one.attribute, lang), write_values(one.attribute, one.values, lang), one.points)
        for one in scoring.weights
    )
    named = write_rows((one.code, one.label.get("zh"), one.label.get("en")) for one in reasons.reasons)
    inputs = (
        Input("weights", "area", weights, required=False, hint="hint.weights"),
        Input("key_leads", "area", "\n".join(write_when(one, lang) for one in scoring.key_leads), required=False,
              hint="hint.key_leads"),
        Input("window_days", "number", str(scoring.window_days), hint="hint.window_days"),
    )  # fmt: skip
    return [
        Action("set_lead_scoring", f"{PATH}/scoring", inputs),
        Action("set_drop_reasons", f"{PATH}/reasons", (Input("reasons", "area", named, hint="hint.drop_reasons"),)),
    ]


def _scoring(scoring: LeadScoringView, person: Person) -> list[Table]:
    lang = person.lang
    weights: list[tuple[Cell, ...]] = [
        (write_attribute(one.attribute, lang), write_values(one.attribute, one.values, lang), one.points)
        for one in scoring.weights
    ]
    keys: list[tuple[Cell, ...]] = [(write_when(one, lang),) for one in scoring.key_leads]
    days: list[tuple[Cell, ...]] = [(scoring.window_days,)]
    return [
        Table("pools.weights", ("attribute", "its_values", "points"), weights),
        Table("pools.key_leads", ("leads_meant",), keys),
        Table("pools.window", ("window_days",), days),
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


def _weight(row: dict[str, str], number: int) -> dict[str, object]:
    attribute = read_attribute(row["attribute"])
    points = row.get("points", "")
    if not POINTS.fullmatch(points):
        raise Unreadable("weights", "input.no_points", params={"line": number + 1, "said": points or "—"})
    return {"attribute": attribute, "values": read_values(attribute, row.get("values", "")), "points": int(points)}
