"""What do people see of opportunities, and what may they do with them?"""

from asyncio import gather
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.coded_values import coded
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
from messages.deals.opportunities import (
    AdvanceOpportunity,
    LoseOpportunity,
    OpportunityStatus,
    OpportunityView,
    StagesView,
    WinOpportunity,
)
from messages.deals.registrations import RegisterOpportunity, RegistrationStatus, RegistrationView
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
    return list_page(request, person, LIST.listing(found, rows, asked, status, tabs=tabs("opportunities")))


@router.get("/{opportunity_id}")
async def opportunity(request: Request, opportunity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    title = f"{seen.customer_name} · {seen.project}"
    status = chip("opportunity", seen.status)
    actions, waiting = await gather(_actions(seen, person, gateway), _waits(seen, gateway))
    record = Record("opportunity", seen.id, seen.number, title, status, _fields(seen), actions=actions, waits=waiting)
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
    command = RegisterOpportunity(note=note)
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
) -> Response:
    await gateway.post("deals", f"/opportunities/{opportunity_id}/lose", LoseOpportunity(reason=reason), key=key)
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


def _fields(seen: OpportunityView) -> list[Field]:
    fields: list[Field] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    fields += [("project", seen.project), ("stage", coded("stage", seen.stage))]
    fields += [(name, getattr(seen, name)) for name in ("product_code", "expected", "won_amount")]
    if seen.registration_id:
        shown = chip("registration", seen.registration_status)
        fields.append(("registration", Link(shown, f"/registrations/{seen.registration_id}")))
    if seen.contract_id:
        fields.append(("contract", Link(Worded("console.open"), f"/contracts/{seen.contract_id}")))
    if seen.lead_id:
        fields.append(("lead", Link(Worded("console.open"), f"/leads/{seen.lead_id}")))
    fields.append(("owner", seen.owner_name))
    names = ("lost_reason", "engaged_on", "closed_on", "external_id", "created_at")
    return fields + [(name, getattr(seen, name)) for name in names if getattr(seen, name)]


async def _actions(seen: OpportunityView, person: Person, gateway: ServiceGateway) -> list[Action]:
    if seen.history or seen.status is not OpportunityStatus.OPEN or not may_act(person, "advance", seen.owner_id):
        return []
    base_path, actions = f"/opportunities/{seen.id}", []
    if seen.registration_status in MAY_REGISTER:
        actions.append(Action("register", f"{base_path}/register", (Input("note", "area", required=False),), "primary"))
    if seen.registration_status is RegistrationStatus.PROTECTED:
        actions.append(Action("win", f"{base_path}/win", weight="primary", page=True))
    stages = await gateway.get("deals", "/stages", StagesView)
    passed = [stage.code for stage in stages.stages if stage.status is OpportunityStatus.OPEN]
    options = [(code, plain(coded("stage", code), person.lang)) for code in passed]
    if options:
        actions.append(Action("advance", f"{base_path}/advance", (Input("stage", "select", seen.stage, options),)))
    actions.append(Action("lose", f"{base_path}/lose", (Input("reason"),), "danger"))
    return actions
