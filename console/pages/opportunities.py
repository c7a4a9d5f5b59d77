"""What do people see of opportunities and registrations, and what may they do with them?"""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, record_page
from console.session import Person, Reader
from console.shape import Act, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.deals.contracts import ContractLine, Instalment, InstalmentTrigger
from messages.deals.opportunities import LoseOpportunity, OpportunityStatus, OpportunityView, WinOpportunity
from messages.deals.registrations import RegisterOpportunity, RegistrationStatus, RegistrationView, ResubmitRegistration
from messages.money import exact
from messages.orders.products import ProductView
from messages.texts import text

router = APIRouter()

TONES = {
    OpportunityStatus.WON: "good",
    OpportunityStatus.OPEN: "busy",
    RegistrationStatus.PROTECTED: "good",
    RegistrationStatus.SUBMITTED: "busy",
    RegistrationStatus.RETURNED: "busy",
    RegistrationStatus.REFUSED: "bad",
}
COLUMNS = ("number", "status", "customer", "project", "stage", "expected", "owner", "registration")
MAY_REGISTER = (None, RegistrationStatus.REFUSED, RegistrationStatus.WITHDRAWN, RegistrationStatus.RELEASED)


@router.get("/opportunities")
async def opportunities(
    request: Request, person: Reader, house: House, status: OpportunityStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("deals", "/opportunities", Page[OpportunityView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            _chip("opportunity", one.status),
            one.customer_name,
            one.project,
            one.stage,
            one.won_amount or one.expected,
            one.owner_name,
            _chip("registration", one.registration_status),
        )
        for one in found.items
    ]
    filters = [("filter.all", "/opportunities", status is None)]
    filters += [
        (f"status.opportunity.{one}", f"/opportunities?status={one}", one is status) for one in OpportunityStatus
    ]
    more = f"/opportunities?cursor={found.next}" + (f"&status={status}" if status else "") if found.next else None
    return list_page(
        request, person, Listing("nav.opportunities", COLUMNS, rows, more, filters, empty="empty.opportunities")
    )


@router.get("/opportunities/{opportunity_id}")
async def opportunity(request: Request, opportunity_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
    facts = [
        *(
            (name, getattr(seen, name))
            for name in ("project", "stage", "product_code", "expected", "won_amount", "lost_reason")
        ),
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("owner", seen.owner_name),
        *((name, getattr(seen, name)) for name in ("engaged_on", "closed_on", "external_id", "created_at")),
    ]
    if seen.registration_id:
        chip = text(f"status.registration.{seen.registration_status}", person.lang)
        facts.append(("registration", Link(chip, f"/registrations/{seen.registration_id}")))
    if seen.contract_id:
        facts.append(("contract", Link(text("console.open", person.lang), f"/contracts/{seen.contract_id}")))
    status = _chip("opportunity", seen.status) or Worded("")
    title = f"{seen.customer_name} · {seen.project}"
    acts = await _acts(seen, person, house)
    return record_page(request, person, Record("opportunity", seen.id, seen.number, title, status, facts, acts=acts))


@router.get("/registrations/{registration_id}")
async def registration(request: Request, registration_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/registrations/{registration_id}", RegistrationView)
    facts = [
        ("opportunity", Link(text("console.open", person.lang), f"/opportunities/{seen.opportunity_id}")),
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        *((name, getattr(seen, name)) for name in ("project", "note", "round", "submitted_at", "protected_until")),
        ("owner", seen.owner_name),
        ("conflict", seen.conflict_with is not None),
    ]
    here, acts, mine = f"/registrations/{seen.id}", [], seen.owner_id == person.id
    if mine and seen.status is RegistrationStatus.RETURNED:
        acts.append(Act("resubmit", f"{here}/resubmit", (Input("note", "area", seen.note, required=False),), "primary"))
    if mine and seen.status in (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED):
        acts.append(Act("withdraw", f"{here}/withdraw", weight="danger"))
    note = Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None
    status = _chip("registration", seen.status) or Worded("")
    title = f"{seen.customer_name} · {seen.project}"
    record = Record("registration", seen.id, seen.number, title, status, facts, acts=acts, note=note)
    return record_page(request, person, record)


@router.post("/opportunities/{opportunity_id}/register")
async def register(
    request: Request,
    opportunity_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    made = await house.post(
        "deals", f"/opportunities/{opportunity_id}/register", RegisterOpportunity(note=note), RegistrationView, key=key
    )
    return done(request, f"/registrations/{made.id}", text("told.register", person.lang))


@router.post("/registrations/{registration_id}/resubmit")
async def resubmit(
    request: Request,
    registration_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    await house.post("deals", f"/registrations/{registration_id}/resubmit", ResubmitRegistration(note=note), key=key)
    return done(request, f"/registrations/{registration_id}", text("told.register", person.lang))


@router.post("/registrations/{registration_id}/withdraw")
async def withdraw(request: Request, registration_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/registrations/{registration_id}/withdraw", None, key=key)
    return done(request, f"/registrations/{registration_id}", text("told.withdraw", person.lang))


@router.post("/opportunities/{opportunity_id}/win")
async def win(
    request: Request,
    opportunity_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    product_id: Annotated[UUID, Form()],
    quantity: Annotated[int, Form()],
    price: Annotated[str, Form()],
    days: Annotated[int, Form()] = 30,
) -> Response:
    """The form makes a contract of one line and one instalment; the draft may then be edited."""
    products = await house.get("orders", "/products", Page[ProductView], limit=100)
    currency = next(one.price.currency for one in products.items if one.id == product_id)
    said = WinOpportunity(
        lines=[ContractLine(product_id=product_id, quantity=quantity, price=exact(price))],
        currency=currency,
        terms=[Instalment(percent=Decimal(100), trigger=InstalmentTrigger.RECEIPT, days=days)],
    )
    won = await house.post("deals", f"/opportunities/{opportunity_id}/win", said, OpportunityView, key=key)
    return done(request, f"/contracts/{won.contract_id}", text("told.win", person.lang))


@router.post("/opportunities/{opportunity_id}/lose")
async def lose(
    request: Request,
    opportunity_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("deals", f"/opportunities/{opportunity_id}/lose", LoseOpportunity(reason=reason), key=key)
    return done(request, f"/opportunities/{opportunity_id}", text("told.saved", person.lang))


def _chip(kind: str, status: OpportunityStatus | RegistrationStatus | None) -> Worded | None:
    return Worded(f"status.{kind}.{status}", tone=TONES.get(status, "plain")) if status else None


async def _acts(seen: OpportunityView, person: Person, house: House) -> list[Act]:
    if (
        seen.history
        or seen.status is not OpportunityStatus.OPEN
        or not (seen.owner_id == person.id or person.may("sales_manager"))
    ):
        return []
    here, acts = f"/opportunities/{seen.id}", []
    if seen.registration_status in MAY_REGISTER:
        acts.append(Act("register", f"{here}/register", (Input("note", "area", required=False),), "primary"))
    if seen.registration_status is RegistrationStatus.PROTECTED:
        products = await house.get("orders", "/products", Page[ProductView], limit=100)
        options = [(str(one.id), f"{one.code} · {one.price}") for one in products.items]
        inputs = (
            Input("product_id", "select", options=options),
            Input("quantity", "number", "1"),
            Input("price", "money", hint="hint.agreed_price"),
            Input("days", "number", "30", hint="hint.days_after_receipt"),
        )
        acts.append(Act("win", f"{here}/win", inputs, "primary"))
    acts.append(Act("lose", f"{here}/lose", (Input("reason"),), "danger"))
    return acts
