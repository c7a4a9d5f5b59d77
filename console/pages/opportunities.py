"""What do people see of opportunities, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House, HouseClient
from console.pages.answer import Key, done, list_page, more, page, record_page, status_filters
from console.pages.chips import chip
from console.pages.terms import Draft, asked_terms, currency_of, product_choices
from console.session import Person, Reader
from console.shape import Act, Fact, Input, Link, Listing, Record, Worded
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
MAY_REGISTER = (None, RegistrationStatus.REFUSED, RegistrationStatus.WITHDRAWN, RegistrationStatus.RELEASED)


@router.get("")
async def opportunities(
    request: Request,
    person: Reader,
    house: House,
    status: OpportunityStatus | None = None,
    cursor: str | None = None,
    q: str = "",
) -> Response:
    asked = {"status": status, "cursor": cursor, "q": q or None, "limit": 50}
    found = await house.get("deals", "/opportunities", Page[OpportunityView], **asked)
    rows = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            chip("opportunity", one.status),
            one.customer_name,
            one.project,
            one.stage,
            one.won_amount or one.expected,
            one.owner_name,
            chip("registration", one.registration_status),
        )
        for one in found.items
    ]
    listing = Listing(
        "nav.opportunities",
        COLUMNS,
        rows,
        more(found, "/opportunities", status=status, q=q),
        status_filters("opportunity", OpportunityStatus, "/opportunities", status, q=q),
        empty="empty.opportunities",
        search=q,
    )
    return list_page(request, person, listing)


@router.get("/{opportunity_id}")
async def opportunity(request: Request, opportunity_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    title = f"{seen.customer_name} · {seen.project}"
    status = chip("opportunity", seen.status)
    acts = await _acts(seen, person, house)
    record = Record("opportunity", seen.id, seen.number, title, status, _facts(seen), acts=acts)
    return await record_page(request, person, record)


@router.get("/{opportunity_id}/win")
async def win_page(request: Request, opportunity_id: UUID, person: Reader, house: House) -> Response:
    """The terms of the contract to be drafted."""
    seen = await house.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    draft = Draft(f"/opportunities/{opportunity_id}/win", "button.win")
    choices = await product_choices(house, person)
    about = {"kind": "opportunity", "number": seen.number, "title": f"{seen.customer_name} · {seen.project}"}
    return page(request, "terms/page.html", person, about=about, draft=draft, products=choices)


@router.post("/{opportunity_id}/win")
async def win(request: Request, opportunity_id: UUID, house: House, person: Reader, key: Key) -> Response:
    lines, terms, clauses = await asked_terms(request, house)
    currency = await currency_of(house, lines)
    said = WinOpportunity(lines=lines, currency=currency, terms=terms, clauses=clauses)
    won = await house.post("deals", f"/opportunities/{opportunity_id}/win", said, OpportunityView, key=key)
    return done(request, f"/contracts/{won.contract_id}", text("told.win", person.lang))


@router.post("/{opportunity_id}/register")
async def register(
    request: Request,
    opportunity_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    said = RegisterOpportunity(note=note)
    made = await house.post("deals", f"/opportunities/{opportunity_id}/register", said, RegistrationView, key=key)
    return done(request, f"/registrations/{made.id}", text("told.register", person.lang))


@router.post("/{opportunity_id}/advance")
async def advance(
    request: Request, opportunity_id: UUID, house: House, person: Reader, key: Key, stage: Annotated[str, Form()] = ""
) -> Response:
    await house.post("deals", f"/opportunities/{opportunity_id}/advance", AdvanceOpportunity(stage=stage), key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("told.saved", person.lang))


@router.post("/{opportunity_id}/lose")
async def lose(
    request: Request, opportunity_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("deals", f"/opportunities/{opportunity_id}/lose", LoseOpportunity(reason=reason), key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("told.saved", person.lang))


def _facts(seen: OpportunityView) -> list[Fact]:
    facts: list[Fact] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    facts += [(name, getattr(seen, name)) for name in ("project", "stage", "product_code", "expected", "won_amount")]
    if seen.registration_id:
        shown = chip("registration", seen.registration_status)
        facts.append(("registration", Link(shown, f"/registrations/{seen.registration_id}")))
    if seen.contract_id:
        facts.append(("contract", Link(Worded("console.open"), f"/contracts/{seen.contract_id}")))
    if seen.lead_id:
        facts.append(("lead", Link(Worded("console.open"), f"/leads/{seen.lead_id}")))
    facts.append(("owner", seen.owner_name))
    names = ("lost_reason", "engaged_on", "closed_on", "external_id", "created_at")
    return facts + [(name, getattr(seen, name)) for name in names if getattr(seen, name)]


async def _acts(seen: OpportunityView, person: Person, house: HouseClient) -> list[Act]:
    its_seller = seen.owner_id == person.id or person.may("sales_manager", "director")
    if seen.history or seen.status is not OpportunityStatus.OPEN or not its_seller:
        return []
    here, acts = f"/opportunities/{seen.id}", []
    if seen.registration_status in MAY_REGISTER:
        acts.append(Act("register", f"{here}/register", (Input("note", "area", required=False),), "primary"))
    if seen.registration_status is RegistrationStatus.PROTECTED:
        acts.append(Act("win", f"{here}/win", weight="primary", page=True))
    stages = await house.get("deals", "/stages", StagesView)
    options = [(one.code, one.code) for one in stages.stages if one.status is OpportunityStatus.OPEN]
    if options:
        acts.append(Act("advance", f"{here}/advance", (Input("stage", "select", seen.stage, options),)))
    acts.append(Act("lose", f"{here}/lose", (Input("reason"),), "danger"))
    return acts
