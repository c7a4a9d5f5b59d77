"""What do people see of opportunities, and what may they do with them?"""

from asyncio import gather
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.deals.follow_ups import follow_ups_about, following_up
from console.pages.deals.opportunity_way import way_of
from console.pages.deals.own_values import own_fields, reason_words
from console.pages.parts.authority import may_act
from console.pages.parts.coded_values import coded
from console.pages.parts.custom_fields import custom_inputs, custom_values
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.pages.parts.written_terms import offer_to
from console.pages.sales.contract_terms import Draft, currency_of, product_choices, typed_terms
from console.pages.sales.registrations import tabs
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link, Record, Wait, Worded
from console.wording.words import plain
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.losses import LossReasonsView
from messages.deals.opportunities import (
    LoseOpportunity,
    OpportunityStatus,
    OpportunityView,
    WinOpportunity,
)
from messages.deals.registrations import RegisterOpportunity, RegistrationStatus, RegistrationView
from messages.deals.stages import AdvanceOpportunity, StagesView
from messages.texts import text

router = APIRouter(prefix="/opportunities")

COLUMNS = ("number", "status", "customer", "project", "stage", "expected", "owner", "registration")
LIST = RecordList("opportunity", "/opportunities", OpportunityStatus, COLUMNS)
MAY_REGISTER = (None, RegistrationStatus.REJECTED, RegistrationStatus.WITHDRAWN, RegistrationStatus.RELEASED)


@router.get("")
async def opportunities(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: OpportunityStatus | None = None
) -> Response:
    found = await gateway.get("deals", "/opportunities", Page[OpportunityView], status=status, **asked.query(person))
    rows = [
        (
            Link(item.number, f"/opportunities/{item.id}"),
            chip("opportunity", item.status),
            item.customer_name,
            item.project,
            coded("stage", item.stage),
            item.won_amount or item.expected,
            item.owner_name,
            chip("registration", item.registration_status),
        )
        for item in found.items
    ]
    new = Action("open_opportunity", "/opportunities/new", weight="primary", page=True)
    actions = [new] if may_act(person, "open_opportunity") else []
    return list_page(
        request, person, LIST.listing(found, rows, asked, status, tabs=tabs("opportunities"), actions=actions)
    )


@router.get("/{opportunity_id}")
async def opportunity(request: Request, opportunity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    title = f"{seen.customer_name} · {seen.project}"
    status = chip("opportunity", seen.status)
    stages = await gateway.get(
        "deals", "/stages", StagesView, legal_entity_id=seen.legal_entity_id, business_type=seen.business_type
    )
    open_stages = [stage.code for stage in stages.stages if stage.status is OpportunityStatus.OPEN]
    actions, waiting, spoken, way, template = await gather(
        _actions(seen, person, gateway, open_stages),
        _waits(seen, gateway),
        follow_ups_about(gateway, person, opportunity_id=seen.id),
        way_of(gateway, person, seen, open_stages),
        gateway.get("deals", "/opportunities/fields", FieldTemplate),
    )
    tables, more = way
    if not seen.history:
        actions = [*following_up(person, seen.owner_id, opportunity_id=seen.id), *actions]
    record = Record(
        "opportunity", seen.id, seen.number, title, status, _fields(seen, person),
        [*own_fields(template, seen.extra, person.lang), *spoken, *tables], [*actions, *more],
        note=Worded("console.stalled", tone="busy") if seen.stalled_at else None, waits=waiting,
    )  # fmt: skip
    return await record_page(request, person, record)


@router.get("/{opportunity_id}/win")
async def win_page(request: Request, opportunity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """The terms of the contract to be drafted."""
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    offer = await offer_to(gateway, seen.customer_id)
    draft = Draft(f"/opportunities/{opportunity_id}/win", "button.win", offer=offer)
    choices = await product_choices(gateway, person)
    about = {"kind": "opportunity", "number": seen.number, "title": f"{seen.customer_name} · {seen.project}"}
    return page(request, "sales/contract_terms.html", person, about=about, draft=draft, products=choices)


@router.post("/{opportunity_id}/win")
async def win(request: Request, opportunity_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    lines, terms, clauses = await typed_terms(request, gateway)
    currency = await currency_of(gateway, lines)
    command = WinOpportunity(lines=lines, currency=currency, terms=terms, clauses=clauses)
    won = await gateway.post("deals", f"/opportunities/{opportunity_id}/win", command, OpportunityView, key=key)
    return done(request, f"/contracts/{won.contract_id}", text("message.win", person.lang))


@router.post("/{opportunity_id}/register")
async def register(
    request: Request,
    opportunity_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    template = await gateway.get("deals", "/registrations/fields", FieldTemplate, business_type=seen.business_type)
    command = RegisterOpportunity(note=note, extra=custom_values(template, await request.form()))
    made = await gateway.post("deals", f"/opportunities/{opportunity_id}/register", command, RegistrationView, key=key)
    return done(
        request, f"/registrations/{made.id}", await submitted_message(gateway, person, "message.register", made.id)
    )


@router.post("/{opportunity_id}/advance")
async def advance(
    request: Request,
    opportunity_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    stage: Annotated[str, Form()] = "",
) -> Response:
    await gateway.post("deals", f"/opportunities/{opportunity_id}/advance", AdvanceOpportunity(stage=stage), key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("message.saved", person.lang))


@router.post("/{opportunity_id}/lose")
async def lose(
    request: Request,
    opportunity_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    command = LoseOpportunity(reason=reason, note=note)
    await gateway.post("deals", f"/opportunities/{opportunity_id}/lose", command, key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("message.saved", person.lang))


async def _waits(seen: OpportunityView, gateway: ServiceGateway) -> list[Wait]:
    """For who decides on its registration or its contract; else for its owner."""
    if seen.history or seen.status is OpportunityStatus.LOST:
        return []
    parts = [id for id in (seen.registration_id, seen.contract_id) if id]
    asking = (gateway.part("approvals", newest_request_about(gateway, id)) for id in parts)
    requests = await gather(*asking)
    own: list[Wait] = []
    if seen.status is OpportunityStatus.OPEN and seen.registration_status is not RegistrationStatus.SUBMITTED:
        code = "wait.win" if seen.registration_status is RegistrationStatus.PROTECTED else "wait.register"
        own = [Wait(Worded(code), (seen.owner_name,), since=seen.created_at)]
    return await waits(gateway, [seen.id, *parts], *requests, otherwise=own)


def _fields(seen: OpportunityView, person: Person) -> list[Field]:
    fields: list[Field] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    fields += [("project", seen.project), ("stage", coded("stage", seen.stage))]
    names = (
        "stage_since",
        "product_code",
        "expected",
        "won_amount",
        "expected_close_on",
        "probability",
        "business_type",
    )
    fields += [(name, getattr(seen, name)) for name in names if getattr(seen, name) is not None or name == "expected"]
    if seen.product_lines:
        fields.append(("product_lines", ", ".join(seen.product_lines)))
    if seen.registration_id:
        shown = chip("registration", seen.registration_status)
        fields.append(("registration", Link(shown, f"/registrations/{seen.registration_id}")))
    if seen.contract_id:
        fields.append(("contract", Link(Worded("console.open"), f"/contracts/{seen.contract_id}")))
    if seen.lead_id:
        fields.append(("lead", Link(Worded("console.open"), f"/leads/{seen.lead_id}")))
    fields.append(("owner", seen.owner_name))
    if seen.lost_reason:
        fields.append(("lost_reason", reason_words(seen.lost_reason, {}, person.lang)))
    last = ("lost_note", "note", "engaged_on", "closed_on", "external_id", "created_at")
    return fields + [(name, getattr(seen, name)) for name in last if getattr(seen, name)]


async def _actions(
    seen: OpportunityView, person: Person, gateway: ServiceGateway, open_stages: list[str]
) -> list[Action]:
    if seen.history or seen.status is not OpportunityStatus.OPEN or not may_act(person, "advance", seen.owner_id):
        return []
    base_path, actions = f"/opportunities/{seen.id}", []
    if seen.registration_status in MAY_REGISTER:
        template = await gateway.get("deals", "/registrations/fields", FieldTemplate, business_type=seen.business_type)
        inputs = (*custom_inputs(template, person.lang), Input("note", "area", required=False))
        actions.append(Action("register", f"{base_path}/register", inputs, "primary"))
    if seen.registration_status is RegistrationStatus.PROTECTED and may_act(person, "win", seen.owner_id):
        actions.append(Action("win", f"{base_path}/win", weight="primary", page=True))
    options = [(code, plain(coded("stage", code), person.lang)) for code in open_stages]
    if options:
        actions.append(Action("advance", f"{base_path}/advance", (Input("stage", "select", seen.stage, options),)))
    known = await gateway.get("deals", "/loss-reasons", LossReasonsView, legal_entity_id=seen.legal_entity_id)
    reasons = [
        (one.code, plain(reason_words(one.code, dict(one.label), person.lang), person.lang)) for one in known.reasons
    ]
    inputs = (Input("reason", "select", options=reasons), Input("note", "area", required=False))
    actions.append(Action("lose", f"{base_path}/lose", inputs, "danger"))
    return actions
