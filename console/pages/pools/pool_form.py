"""How are the rules of a pool set, and what would that change?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from console.form_input import KeptInput, whole
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, page
from console.pages.pools.own_names import label_of
from console.pages.pools.written_when import read_when, write_when
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Cell, Input, Link, Table, Worded
from messages.approvals.people import PersonView
from messages.leads.pools import DefinePool, PoolChange, PoolView
from messages.texts import text

router = APIRouter(prefix="/pools")
CLOCK = ("name", "when", "follow_up_within", "warn_before")
KIND = ("code", "zh", "en", "counts")
NO = ("no", "否", "不计")
YES = {True: "yes", False: "no"}
LISTS = ("sources", "regions", "product_lines")
NUMBERS = ("holding_limit", "claims_per_day", "newcomer_days", "newcomer_reserve")
ANSWERS = ("respond_within", "escalate_after")
TEXTS = ("code", "name", "legal_entity_id", "unit", "follow_up_within", "warn_before", "cool_down", *ANSWERS)
START = {"follow_up_within": "7 days", "warn_before": "1 days", "holding_limit": "50"}
PEOPLE = ("name", "held_leads", "moved_leads", "sooner_leads", "soonest", "remarks")
LEADS = ("number", "company", "follow_up_due_at", "new_due_at")


@router.get("/new")
async def new_form(request: Request, person: Reader, gateway: Gateway) -> Response:
    return await _form(request, person, gateway, None)


@router.post("/new")
async def define(request: Request, person: Reader, gateway: Gateway, key: Key) -> Response:
    return await _defined(request, person, gateway, None, key=key)


@router.get("/{pool_id}/edit")
async def edit_form(request: Request, pool_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await _form(request, person, gateway, await gateway.get("leads", f"/pools/{pool_id}", PoolView))


@router.post("/{pool_id}/edit")
async def edit(request: Request, pool_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    seen = await gateway.get("leads", f"/pools/{pool_id}", PoolView)
    return await _defined(request, person, gateway, seen, key=key)


async def _defined(
    request: Request, person: Person, gateway: ServiceGateway, seen: PoolView | None, *, key: str
) -> Response:
    """Saved, or only looked at."""
    form = await request.form()
    command = DefinePool.model_validate(_said(form, seen))
    if form.get("go") != "preview":
        made = await gateway.post("leads", "/pools", command, PoolView, key=key)
        return done(request, f"/pools/{made.id}", text("message.saved", person.lang))
    change = await gateway.post("leads", "/pools/preview", command, PoolChange)
    request.state.kept = KeptInput(_path(seen), {name: [str(one) for one in form.getlist(name)] for name in form})
    return await _form(request, person, gateway, seen, change)


async def _form(
    request: Request, person: Person, gateway: ServiceGateway, seen: PoolView | None, change: PoolChange | None = None
) -> Response:
    path = _path(seen)
    ticked = list(request.state.kept.all(path, "members")) if _is_kept(request, path) else _members(seen)
    if not _is_kept(request, path):
        request.state.kept = KeptInput(path, {"members": ticked})
    values: dict[str, Any] = {
        "title": "button.change_pool" if seen else "button.define_pool", "name": seen.name if seen else "",
        "path": path, "to": f"/pools/{seen.id}" if seen else "/pools", "inputs": _inputs(seen, person.lang),
        "people": await _people(gateway, person, ticked), "change": change, "tables": _tables(change) if change else [],
    }  # fmt: skip
    return page(request, "pools/pool_form.html", person, **values)


def _path(seen: PoolView | None) -> str:
    return f"/pools/{seen.id}/edit" if seen else "/pools/new"


def _is_kept(request: Request, path: str) -> bool:
    kept = getattr(request.state, "kept", None)
    return bool(kept and kept.path == path)


def _members(seen: PoolView | None) -> list[str]:
    return [str(one) for one in seen.members] if seen else []


async def _people(gateway: ServiceGateway, person: Person, ticked: Sequence[str]) -> list[PersonView]:
    """Those who are ticked, too, when they are not among the first."""
    found = await colleagues(gateway, person, me=True)
    known = {str(one.id) for one in found}
    missing = [await gateway.find("approvals", f"/people/{id}", PersonView) for id in ticked if id not in known]
    return [*(one for one in missing if one), *found]


def _inputs(seen: PoolView | None, lang: str) -> list[Input]:
    value = _values(seen)
    kinds = [
        (one.code, one.label.get("zh"), one.label.get("en"), text(f"value.{YES[one.effective]}", lang))
        for one in (seen.kinds if seen else ())
    ]
    own = [] if seen else [Input("code"), Input("legal_entity_id")]
    return [
        *own,
        Input("name", value=value["name"]),
        Input("unit", value=value["unit"], hint="hint.pool_unit"),
        *(Input(name, value=value[name], required=False, hint="hint.pool_takes") for name in LISTS),
        Input("follow_up_within", value=value["follow_up_within"], hint="hint.follow_up_within"),
        Input("warn_before", value=value["warn_before"]),
        Input("clocks", "area", write_rows(_clocks(seen, lang)), required=False, hint="hint.clocks"),
        Input("holding_limit", "number", value["holding_limit"]),
        Input("claims_per_day", "number", value["claims_per_day"], required=False),
        Input("cool_down", value=value["cool_down"], required=False, hint="hint.cool_down"),
        Input("respond_within", value=value["respond_within"], required=False, hint="hint.respond_within"),
        Input("escalate_after", value=value["escalate_after"], required=False, hint="hint.escalate_after"),
        Input("newcomer_days", "number", value["newcomer_days"], required=False),
        Input("newcomer_reserve", "number", value["newcomer_reserve"], required=False, hint="hint.newcomer_reserve"),
        Input("kinds", "area", write_rows(kinds), required=False, hint="hint.pool_kinds"),
    ]


def _clocks(seen: PoolView | None, lang: str) -> list[tuple[str, ...]]:
    return [
        (one.name, write_when(one.when, lang), one.follow_up_within, one.warn_before)
        for one in (seen.clocks if seen else ())
    ]


def _values(seen: PoolView | None) -> dict[str, str]:
    if seen is None:
        return dict.fromkeys((*TEXTS, *LISTS, *NUMBERS), "") | START
    value = {name: "" if getattr(seen, name) in (None, 0) else str(getattr(seen, name)) for name in (*TEXTS, *NUMBERS)}
    return value | {name: ", ".join(getattr(seen, name)) for name in LISTS}


def _said(form: FormData, seen: PoolView | None) -> dict[str, Any]:
    typed: Mapping[str, str] = {
        name: str(form.get(name) or "").strip() for name in (*TEXTS, *LISTS, *NUMBERS, "kinds", "clocks")
    }
    said: dict[str, Any] = {name: typed[name] for name in TEXTS if typed[name]}
    said |= {name: read_list(typed[name]) for name in LISTS}
    said |= {name: whole(name, typed[name]) for name in NUMBERS if typed[name]}
    said["members"] = [str(one) for one in form.getlist("members")]
    said["clocks"] = [
        row | {"when": read_when("clocks", row.get("when", ""))} for row in read_rows("clocks", typed["clocks"], CLOCK)
    ]
    said["kinds"] = [
        {"code": row["code"], "label": label_of(row), "effective": row.get("counts", "").casefold() not in NO}
        for row in read_rows("kinds", typed["kinds"], KIND)
    ]
    own = {"code": seen.code, "legal_entity_id": seen.legal_entity_id} if seen else {}
    return said | own


def _tables(change: PoolChange) -> list[Table]:
    people: list[tuple[Cell, ...]] = [
        (one.name, one.held, one.moved, one.sooner, one.soonest, _remark(one.over_limit, one.leaves))
        for one in change.people
    ]
    leads: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/leads/{one.lead_id}"), one.company, one.due_at, one.new_due_at) for one in change.leads
    ]
    return [Table("pools.affected", PEOPLE, people), Table("pools.moved_leads", LEADS, leads)]


def _remark(over_limit: bool, leaves: bool) -> Cell:
    if leaves:
        return Worded("pools.leaves")
    return Worded("pools.over_limit") if over_limit else None
