"""By which rules are the leads of a pool given to people, and to whom would one go?"""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable, whole
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.pages.parts.responses import Key, done, page
from console.pages.pools.written_when import read_when, write_when
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table, Worded
from console.wording.org_unit_names import unit_named
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.assignment import (
    AssignmentRulesView,
    AssignmentView,
    DistributedLead,
    DistributeWaiting,
    Method,
    SetAssignmentRules,
)
from messages.leads.leads import ExplainAssignment
from messages.leads.pools import PoolPersonView, PoolView
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/pools")
RULE = ("name", "when", "method", "people", "newcomer_share")
ASKED = ("source", "channel", "region", "product_line")
Text = Annotated[str, Form()]


@dataclass(frozen=True)
class Asked:
    """For which lead it was asked, and to whom that would go."""

    said: Mapping[str, str]
    why: AssignmentView


@router.get("/{pool_id}/assignment")
async def assignment(request: Request, pool_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await _page(request, person, gateway, pool_id)


@router.post("/{pool_id}/assignment/rules")
async def set_rules(
    request: Request, pool_id: UUID, person: Reader, gateway: Gateway, key: Key, rules: Text = "", fallback: Text = ""
) -> Response:
    people = await gateway.get("leads", f"/pools/{pool_id}/people", list[PoolPersonView])
    rows = [await _rule(row, people, gateway) for row in read_rows("rules", rules, RULE)]
    instead = await _person("fallback", fallback.strip(), people, gateway) if fallback.strip() else None
    command = SetAssignmentRules.model_validate({"rules": rows, "fallback_id": instead})
    path = f"/pools/{pool_id}/assignment-rules"
    await gateway.put("leads", path, command, AssignmentRulesView, key=key)
    return done(request, f"/pools/{pool_id}/assignment", text("message.saved", person.lang))


@router.post("/{pool_id}/assignment/explain")
async def explain(request: Request, pool_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """Nothing happens: it is only said to whom such a lead would go."""
    form = await request.form()
    said = {name: str(form[name]).strip() for name in ASKED if str(form.get(name) or "").strip()}
    command = ExplainAssignment.model_validate(said)
    why = await gateway.post("leads", f"/pools/{pool_id}/explain-assignment", command, AssignmentView)
    return await _page(request, person, gateway, pool_id, Asked(said, why))


@router.post("/{pool_id}/distribute")
async def distribute(request: Request, pool_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    path = f"/pools/{pool_id}/distribute-waiting"
    given = await gateway.post("leads", path, DistributeWaiting(), list[DistributedLead], key=key)
    count = sum(one.owner_id is not None for one in given)
    said = text("message.distribute", person.lang, given=count, left=len(given) - count)
    return done(request, f"/pools/{pool_id}", said)


def why_table(why: AssignmentView) -> Table:
    """Among whom was chosen, and why not the others."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.name, one.held, one.last_turn or None, Worded("value.yes") if one.is_new else None,
            Worded(one.why_not) if one.why_not else None,
        )
        for one in why.candidates
    ]  # fmt: skip
    return Table("pools.why", ("name", "held_leads", "last_turn", "new_here", "why_not"), rows)


def why_words(why: AssignmentView) -> Worded:
    """By which rule it went to whom."""
    if why.person_name is None:
        return Worded("pools.given_to_nobody", {"rule": why.rule or "—"})
    if why.fallback:
        return Worded("pools.given_to_fallback", {"person": why.person_name})
    return Worded("pools.given_by_rule", {"rule": why.rule, "person": why.person_name})


async def _page(
    request: Request,
    person: Person,
    gateway: ServiceGateway,
    pool_id: UUID,
    asked: Asked | None = None,
) -> Response:
    pool, rules, people = await gather(
        gateway.get("leads", f"/pools/{pool_id}", PoolView),
        gateway.get("leads", f"/pools/{pool_id}/assignment-rules", AssignmentRulesView),
        gateway.get("leads", f"/pools/{pool_id}/people", list[PoolPersonView]),
    )
    path = f"/pools/{pool_id}/assignment"
    said, why = (asked.said, asked.why) if asked else ({}, None)
    inputs = [Input(name, value=said.get(name, ""), required=name == "source") for name in ASKED]
    actions = [
        Action("set_assignment_rules", f"{path}/rules", _inputs(rules, people, person), "primary"),
        *([Action("explain_assignment", f"{path}/explain", inputs)] if rules.version else []),
    ]
    values: dict[str, Any] = {
        "title": "pools.assignment", "actions": actions,
        "beside": [(Worded("pools.one", {"pool": pool.name}), f"/pools/{pool_id}")],
        "note": why_words(why) if why else None,
        "tables": [*([why_table(why)] if why else []), *_tables(rules, people, person)],
    }  # fmt: skip
    return page(request, "pools/rules.html", person, **values)


def _inputs(rules: AssignmentRulesView, people: list[PoolPersonView], person: Person) -> list[Input]:
    logins = {str(one.person_id): one.login for one in people}
    rows = [
        (
            rule.name, write_when(rule.when, person.lang), text(f"method.{rule.method}", person.lang),
            ", ".join(logins.get(str(id)) or rules.people.get(str(id), "") for id in rule.people),
            rule.newcomer_share or None,
        )
        for rule in rules.rules
    ]  # fmt: skip
    fallback = logins.get(str(rules.fallback_id)) or rules.fallback_name or ""
    return [
        Input("rules", "area", write_rows(rows), required=False, hint="hint.assignment_rules"),
        Input("fallback", value=fallback, required=False, hint="hint.fallback"),
    ]


def _tables(rules: AssignmentRulesView, people: list[PoolPersonView], person: Person) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (
            rule.name, write_when(rule.when, person.lang), Worded(f"method.{rule.method}"),
            ", ".join(rules.people.get(str(id), "") for id in rule.people) or Worded("pools.all_members"),
            f"{rule.newcomer_share} %" if rule.newcomer_share else None,
        )
        for rule in rules.rules
    ]  # fmt: skip
    last: Cell = rules.fallback_name or Worded("pools.waits")
    rows += [(Worded("pools.else"), None, None, last, None)] if rows else []
    names: list[tuple[Cell, ...]] = [(one.name, one.login, unit_named(one.unit), one.held) for one in people]
    return [
        Table("pools.assignment", ("name", "leads_meant", "how_given", "people", "newcomer_share"), rows),
        Table("pools.people", ("name", "login", "unit", "held_leads"), names),
    ]


async def _rule(row: dict[str, str], people: list[PoolPersonView], gateway: ServiceGateway) -> dict[str, Any]:
    said: dict[str, Any] = {"name": row["name"], "when": read_when("rules", row.get("when", ""))}
    if "method" in row:
        said["method"] = _method(row["method"])
    said["people"] = [await _person("rules", one, people, gateway) for one in read_list(row.get("people", ""))]
    if share := row.get("newcomer_share", "").rstrip("%％ "):
        said["newcomer_share"] = whole("rules", share)
    return said


def _method(typed: str) -> str:
    words = {text(f"method.{one}", lang).casefold(): one.value for one in Method for lang in LANGUAGES}
    found = words.get(typed.casefold(), typed.upper())
    if found not in Method.__members__:
        raise Unreadable("rules", "input.no_method", params={"said": typed})
    return found


async def _person(field: str, typed: str, people: list[PoolPersonView], gateway: ServiceGateway) -> str:
    """By login or name, of the pool's people before all others. Raises Unreadable."""
    wanted = typed.casefold()
    mine = [one for one in people if wanted in (one.login.casefold(), one.name.casefold())]
    if mine:
        return str(mine[0].person_id)
    found = await gateway.get("approvals", "/people", Page[PersonView], q=typed, limit=20)
    same = [one for one in found.items if wanted in (one.login.casefold(), one.name.casefold()) and one.active]
    if len(same) != 1:
        raise Unreadable(field, "input.no_person", params={"said": typed})
    return str(same[0].id)
