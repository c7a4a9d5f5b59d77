"""What do people see of leads and pools?"""

from asyncio import gather
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.pages.deals.lead_channels import channel_name, lead_channels_of
from console.pages.parts.authority import may_act
from console.pages.parts.custom_fields import custom_inputs
from console.pages.parts.lists import BY_PARTY, ListWanted, RecordList
from console.pages.parts.navigation import may_open
from console.pages.parts.responses import list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.pools.assignment import why_table, why_words
from console.pages.pools.own_names import own_name
from console.pages.pools.pools import stands_out
from console.pages.pools.standing import changes_table, priority_table
from console.pages.sales import lead_actions, lead_form, lead_moves
from console.pages.sales.lead_duplicates import candidates_table, duplicate_actions, touches_table
from console.pages.sales.lead_form import heat_input
from console.pages.sales.lead_sleep import sleeping
from console.pages.sales.lead_transfers import offering
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Worded
from messages.approvals.people import PersonView
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.follow_ups import FollowUpKindRow
from messages.leads.drop_reasons import DropReasonsView
from messages.leads.handling import LeadChangeView
from messages.leads.leads import DuplicateCandidate, FollowUpView, LeadStatus, LeadView, TouchView
from messages.leads.pools import PoolView
from messages.leads.scoring import PriorityView
from messages.org_path import is_within
from messages.roles import Role
from messages.texts import known, said_in, text

router = APIRouter(prefix="/leads")
router.include_router(lead_actions.router)
router.include_router(lead_moves.router)
router.include_router(lead_form.router)

COLUMNS = ("number", "status", "company", "stands_out", "source", "region", "owner", "follow_up_due_at")
LIST = RecordList("lead", "/leads", LeadStatus, COLUMNS)
CORRECTED = {
    LeadStatus.POOLED: "edit_waiting_lead",
    LeadStatus.OWNED: "edit_lead",
    LeadStatus.NURTURED: "edit_lead",
}
NEW = Action(
    "post_lead",
    "/leads/new",
    (
        Input("source"),
        Input("activity", required=False, hint="hint.lead_activity"),
        Input("product_line", required=False),
        Input("company"),
        Input("contact", required=False),
        Input("phone", required=False),
        Input("email", required=False),
        Input("region", required=False),
        Input("project", required=False),
        Input("industry", required=False),
        Input("planned_on", "date", required=False),
        Input("note", "area", required=False),
    ),
)


@router.get("")
async def leads(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: LeadStatus | None = None,
    channel: Annotated[str, Query(max_length=64)] = "", activity_id: UUID | None = None,
) -> Response:  # fmt: skip
    came = {"channel": channel or None, "activity_id": activity_id}
    found = await gateway.get("leads", "/leads", Page[LeadView], status=status, **came, **asked.query(person))
    rows = [
        (
            Link(lead.number, f"/leads/{lead.id}"),
            chip("lead", lead.status),
            lead.company or lead.contact or lead.external_id,
            stands_out(lead),
            lead.source,
            lead.region,
            lead.owner_name,
            lead.follow_up_due_at,
        )
        for lead in found.items
    ]
    actions = await _list_actions(person, gateway)
    listing = LIST.listing(found, rows, asked, status, hint=BY_PARTY, extra=came, actions=actions)
    return list_page(request, person, listing)


@router.get("/{lead_id}")
async def lead(request: Request, lead_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, done_so_far, alike, touches, why, changed = await gather(
        gateway.get("leads", f"/leads/{lead_id}", LeadView),
        gateway.get("leads", f"/leads/{lead_id}/follow-ups", Page[FollowUpView]),
        gateway.get("leads", f"/leads/{lead_id}/duplicates", list[DuplicateCandidate]),
        gateway.get("leads", f"/leads/{lead_id}/touches", list[TouchView]),
        gateway.get("leads", f"/leads/{lead_id}/priority", PriorityView),
        gateway.get("leads", f"/leads/{lead_id}/changes", Page[LeadChangeView]),
    )
    channels = await lead_channels_of(gateway, seen.legal_entity_id)
    rows = [
        (
            item.at,
            own_name("value.follow_up", item.kind, item.kind_label, person.lang),
            Worded("value.yes" if item.effective else "value.no"),
            item.by_name,
            item.note,
        )
        for item in done_so_far.items
    ]
    record = Record(
        "lead",
        seen.id,
        seen.number,
        seen.company or seen.contact or seen.external_id or seen.number,
        chip("lead", seen.status),
        _fields(seen, channel_name(seen.channel_code, channels, person), person),
        [
            Table("console.follow_ups", ("at", "kind", "counts", "by", "note"), rows),
            *([why_table(seen.assignment)] if seen.assignment and seen.assignment.candidates else []),
            priority_table(why, person),
            *touches_table(touches),
            *changes_table(changed.items),
            *candidates_table(alike),
        ],
        [*await _actions(seen, person, gateway), *duplicate_actions(seen, alike, touches, person)],
    )
    return await record_page(request, person, record)


def _fields(seen: LeadView, channel: Cell, person: Person) -> list[Field]:
    first = (
        "source",
        "product_line",
        "external_id",
        "company",
        "contact",
        "phone",
        "email",
        "region",
        "project",
        "note",
        "industry",
    )
    fields: list[Field] = [("channel", channel), ("channel_said", seen.channel)]
    fields += [(name, getattr(seen, name)) for name in first]
    fields += [
        ("heat", Worded(f"value.heat.{seen.heat}") if seen.heat else None),
        ("planned_on", seen.planned_on),
        ("stands_out", stands_out(seen)),
        ("priority", seen.priority),
    ]
    fields += [("owner", seen.owner_name), ("follow_up_due_at", seen.follow_up_due_at)]
    fields += [("respond_by", seen.respond_by), ("first_response_at", seen.first_response_at)]
    fields += [("created_at", seen.created_at)]
    if seen.wake_at:
        fields += [("wake_at", seen.wake_at), ("nurture_note", seen.nurture_note)]
    if seen.assignment:
        fields.append(("given_because", why_words(seen.assignment)))
    if seen.drop_reason:
        fields.append(("drop_reason", own_name("drop_reason", seen.drop_reason, seen.drop_label, person.lang)))
        fields.append(("drop_note", seen.drop_note))
    if seen.duplicate_of:
        fields.append(("duplicate_of", Link(Worded("console.open"), f"/leads/{seen.duplicate_of}")))
    if seen.activity_id:
        fields.insert(2, ("activity", _activity(seen, person)))
    if seen.opportunity_id:
        fields.append(("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")))
    return fields


def _activity(seen: LeadView, person: Person) -> Cell:
    """A seller sees what it is called, and no more of it."""
    link = Link(seen.activity_name, f"/activities/{seen.activity_id}")
    return link if may_open(person, "activity") else seen.activity_name


async def _list_actions(person: Person, gateway: ServiceGateway) -> list[Action]:
    pools, own = await gather(
        gateway.get("leads", "/pools", list[PoolView]), gateway.get("leads", "/leads/fields", FieldTemplate)
    )
    actions = [_new(pools, own, person)] if may_act(person, "post_lead") else []
    if not may_act(person, "claim"):
        return actions
    options = [(str(pool.id), f"{pool.name} ({pool.waiting})") for pool in pools if pool.waiting and pool.may_claim]
    if options:
        actions.append(
            Action("claim_next", "/leads/claim-next", (Input("pool_id", "select", options=options),), "primary")
        )
    return actions


def _new(pools: list[PoolView], own_fields: FieldTemplate, person: Person) -> Action:
    """Where it goes: to the seller who enters it, or to a pool."""
    own = "choice.lead.mine" if person.may(Role.SALES, Role.SALES_MANAGER) else "choice.lead.by_source"
    options = [("", text(own, person.lang)), *((str(pool.id), pool.name) for pool in pools)]
    pool = Input("pool_id", "select", options=options, required=False)
    return replace(NEW, inputs=(*NEW.inputs, heat_input(person), *custom_inputs(own_fields, person.lang), pool))


async def _actions(lead: LeadView, person: Person, gateway: ServiceGateway) -> list[Action]:
    base_path, actions = f"/leads/{lead.id}", []
    correcting = CORRECTED.get(lead.status)
    if correcting and may_act(person, correcting, lead.owner_id):
        actions.append(Action("edit_lead", f"{base_path}/edit", page=True))
    if lead.status is LeadStatus.POOLED and may_act(person, "claim") and await _is_of_pool(lead, gateway):
        actions.append(Action("claim", f"{base_path}/claim", weight="primary"))
    if lead.status is LeadStatus.OWNED:
        actions += [one for one in await _work(lead, person, gateway) if may_act(person, one.name, lead.owner_id)]
    if lead.status is LeadStatus.OWNED and may_act(person, "offer_lead", lead.owner_id):
        actions += await offering(lead, person, gateway)
    actions += await lead_moves.moving(lead, person, gateway)
    actions += [one for one in sleeping(lead, person) if may_act(person, one.name, lead.owner_id)]
    if lead.status in (LeadStatus.POOLED, LeadStatus.OWNED) and may_act(person, "assign"):
        options = await _receivers(lead, person, gateway)
        if options:
            actions.append(Action("assign", f"{base_path}/assign", (Input("owner_id", "select", options=options),)))
    return actions


async def _work(lead: LeadView, person: Person, gateway: ServiceGateway) -> list[Action]:
    """What is done with a lead that somebody works on."""
    base_path = f"/leads/{lead.id}"
    kinds, reasons = await gather(
        gateway.get("leads", f"{base_path}/follow-up-kinds", list[FollowUpKindRow]),
        gateway.get("leads", "/lead-rules/drop-reasons", DropReasonsView, legal_entity_id=lead.legal_entity_id),
    )
    followed_up = (
        Input("kind", "select", options=_kinds(kinds, person)),
        Input("note", "area", required=False),
    )
    why = [
        (one.code, said_in(person.lang, one.names) or _usual(f"drop_reason.{one.code}", one.code, person))
        for one in reasons.reasons
    ]
    dropped = (Input("reason", "select", options=why), Input("drop_note", "area", required=False))
    names = (
        Input("customer_name", value=lead.company or ""),
        Input("project", value=lead.project or ""),
        _although_others(person),
    )
    return [
        Action("follow_up", f"{base_path}/follow-up", followed_up, "primary"),
        Action("convert", f"{base_path}/convert", names),
        Action("release", f"{base_path}/release"),
        Action("drop", f"{base_path}/drop", dropped, "danger"),
    ]


def _kinds(kinds: list[FollowUpKindRow], person: Person) -> list[tuple[str, str]]:
    """Those of the lead's pool; those that do not count as work say so."""
    words = {one.code: said_in(person.lang, one.names) for one in kinds}
    named = [(one, words[one.code] or _usual(f"value.follow_up.{one.code}", one.code, person)) for one in kinds]
    idle = text("choice.does_not_count", person.lang)
    return [(one.code, name if one.effective else f"{name}{idle}") for one, name in named]


def _usual(worded: str, code: str, person: Person) -> str:
    return text(worded, person.lang) if known(worded, person.lang) else code


def _although_others(person: Person) -> Input:
    """LEA-55: at a customer of somebody else only who says that he knows."""
    words = (("", "only_mine"), ("true", "although_others"))
    options = [(value, text(f"choice.convert.{word}", person.lang)) for value, word in words]
    return Input("although_others", "select", options=options, required=False, hint="hint.although_others")


async def _is_of_pool(lead: LeadView, gateway: ServiceGateway) -> bool:
    """LEA-16: its members claim there."""
    pools = await gateway.get("leads", "/pools", list[PoolView])
    return any(pool.id == lead.pool_id and pool.may_claim for pool in pools)


async def _receivers(lead: LeadView, person: Person, gateway: ServiceGateway) -> list[tuple[str, str]]:
    """LEA-9, LEA-50: active sellers of the lead's legal entity, a manager's own unit only."""
    asking = gateway.get("approvals", "/people", Page[PersonView], role="sales", limit=100)
    found = await gateway.part("approvals", asking)
    sellers = found.items if found else []
    within = None if person.may(Role.DIRECTOR, Role.OPS, Role.ADMIN) else person.unit
    return [
        (str(one.id), one.name)
        for one in sellers
        if one.active
        and one.id != lead.owner_id
        and lead.legal_entity_id in (one.legal_entity_id, *one.other_entities)
        and (within is None or is_within(one.unit, within))
    ]
