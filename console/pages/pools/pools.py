"""What do people see of public pools 公海池: who claims there, what waits, by which rules?"""

from asyncio import gather
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.navigation import MANAGING
from console.pages.parts.responses import list_page, record_page
from console.pages.pools.own_names import own_name
from console.pages.pools.responses import DAYS, response_tables
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Table, Worded
from console.wording.org_unit_names import refresh_unit_names, unit_named
from console.wording.words import Words
from messages.leads.leads import LeadView
from messages.leads.pools import PoolPersonView, PoolView, ResponseTimes

router = APIRouter(prefix="/pools")
COLUMNS = ("name", "unit", "product_lines", "source", "region", "follow_up_within", "holding_limit", "waiting_leads")
WAITING = ("number", "company", "stands_out", "priority", "source", "region", "product_line", "created_at")
PEOPLE = ("name", "unit", "held_leads", "claimed_today", "new_here")


@router.get("")
async def pools(request: Request, person: Reader, gateway: Gateway) -> Response:
    found, _ = await gather(gateway.get("leads", "/pools", list[PoolView]), refresh_unit_names(gateway))
    words = Words(person.lang, person.tz)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(pool.name, f"/pools/{pool.id}"),
            unit_named(pool.unit),
            words.listed(pool.product_lines),
            words.listed(pool.sources),
            words.listed(pool.regions),
            words.duration(pool.follow_up_within),
            pool.holding_limit,
            pool.waiting,
        )
        for pool in found
    ]
    actions = [Action("define_pool", "/pools/new", page=True, weight="primary")] if person.may(*MANAGING) else []
    listing = Listing("nav.pools", COLUMNS, rows, actions=actions, empty="empty.pools")
    return list_page(request, person, listing)


@router.get("/{pool_id}")
async def pool(request: Request, pool_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, waiting, _ = await gather(
        gateway.get("leads", f"/pools/{pool_id}", PoolView),
        gateway.get("leads", f"/pools/{pool_id}/waiting", list[LeadView]),
        refresh_unit_names(gateway),
    )
    tables = [_waiting(waiting)]
    if seen.may_change:
        people, times = await gather(
            gateway.get("leads", f"/pools/{pool_id}/people", list[PoolPersonView]),
            gateway.get("leads", f"/pools/{pool_id}/responses", ResponseTimes, days=DAYS),
        )
        tables += [_people(people), *response_tables(times)]
    record = Record(
        "pool", seen.id, seen.code, seen.name, None, _fields(seen, person), tables, _actions(seen, waiting, person)
    )
    return await record_page(request, person, record)


def _fields(seen: PoolView, person: Person) -> list[Field]:
    words = Words(person.lang, person.tz)
    kinds = [words.plain(own_name("value.follow_up", one.code, one.names, person.lang))
             for one in seen.kinds if one.effective]  # fmt: skip
    fields: list[Field] = [
        ("legal_entity_id", seen.legal_entity_id), ("unit", unit_named(seen.unit)),
        ("product_lines", words.listed(seen.product_lines)), ("source", words.listed(seen.sources)),
        ("region", words.listed(seen.regions)),
        ("follow_up_within", words.duration(seen.follow_up_within)), ("warn_before", words.duration(seen.warn_before)),
        ("clocks", "; ".join(f"{one.name} {words.duration(one.follow_up_within)}" for one in seen.clocks)),
        ("effective_kinds", words.listed(kinds)),
        ("holding_limit", seen.holding_limit), ("claims_per_day", seen.claims_per_day),
        ("cool_down", words.duration(seen.cool_down) if seen.cool_down else None),
        ("respond_within", words.duration(seen.respond_within) if seen.respond_within else None),
        ("escalate_after", words.duration(seen.escalate_after) if seen.escalate_after else None),
        ("newcomer_days", seen.newcomer_days or None), ("newcomer_reserve", seen.newcomer_reserve or None),
        ("waiting_leads", seen.waiting), ("next_due_at", seen.next_due_at),
    ]  # fmt: skip
    return fields


def _actions(seen: PoolView, waiting: list[LeadView], person: Person) -> list[Action]:
    actions = []
    if waiting and may_act(person, "claim") and seen.may_claim:
        pool = Input("pool_id", "hidden", str(seen.id))
        actions.append(Action("claim_next", "/leads/claim-next", (pool,), "primary"))
    if seen.may_change:
        if waiting and seen.has_rules:
            actions.append(Action("distribute", f"/pools/{seen.id}/distribute", sure="sure.distribute"))
        actions.append(Action("see_assignment", f"/pools/{seen.id}/assignment", page=True))
        actions.append(Action("change_pool", f"/pools/{seen.id}/edit", page=True))
    return actions


def _waiting(waiting: list[LeadView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(lead.number, f"/leads/{lead.id}"), lead.company or lead.contact or lead.external_id,
            stands_out(lead), lead.priority, lead.source, lead.region, lead.product_line, lead.created_at,
        )
        for lead in waiting
    ]  # fmt: skip
    return Table("pools.waiting", WAITING, rows)


def stands_out(lead: LeadView) -> Cell:
    """Why it comes before others that have as many points."""
    if lead.is_key:
        return Worded("pools.key_lead")
    return Worded("pools.buys_soon") if lead.in_window else None


def _people(found: list[PoolPersonView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.name, unit_named(one.unit), one.held, one.claimed_today, Worded("value.yes") if one.is_new else None)
        for one in found
    ]
    return Table("pools.people", PEOPLE, rows)
