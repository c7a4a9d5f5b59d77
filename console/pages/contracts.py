"""What do people see of contracts, and what may they do with them?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.agreeing import asked_about
from console.pages.answer import Key, done, list_page, more, page, record_page, status_filters
from console.pages.chips import chip
from console.pages.terms import Draft, asked_terms, product_choices
from console.session import Person, Reader
from console.shape import Act, Cell, Fact, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.deals.contracts import AssessRisk, CancelContract, ContractStatus, ContractView, EditContract
from messages.orders.orders import OrderStatus, OrderView, PlaceOrder
from messages.texts import text

router = APIRouter(prefix="/contracts")

COLUMNS = ("number", "status", "customer", "total", "discount_percent", "owner", "created_at")
ENDING = (ContractStatus.CANCELLING, ContractStatus.CANCELLED, ContractStatus.REFUSED)
EDITABLE = (ContractStatus.DRAFT, ContractStatus.RETURNED)


@router.get("")
async def contracts(
    request: Request, person: Reader, house: House, status: ContractStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("deals", "/contracts", Page[ContractView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/contracts/{one.id}"),
            chip("contract", one.status),
            one.customer_name,
            one.total,
            one.discount_percent,
            one.owner_name,
            one.created_at,
        )
        for one in found.items
    ]
    filters = status_filters("contract", ContractStatus, "/contracts", status)
    following = more(found, "/contracts", status=status)
    return list_page(
        request, person, Listing("nav.contracts", COLUMNS, rows, following, filters, empty="empty.contracts")
    )


@router.get("/{contract_id}")
async def contract(request: Request, contract_id: UUID, person: Reader, house: House) -> Response:
    seen, orders, asked = await gather(
        house.get("deals", f"/contracts/{contract_id}", ContractView),
        house.find("orders", "/orders", Page[OrderView], contract_id=contract_id, limit=50),
        asked_about(house, contract_id),
    )
    live = [one for one in orders.items if one.status is not OrderStatus.CANCELLED] if orders else []
    record = Record(
        "contract",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("contract", seen.status),
        _facts(seen),
        [*_tables(seen), _orders(orders.items if orders else [])],
        _acts(seen, live, person),
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=asked,
    )
    may_attach = _sells(seen, person) and seen.status in EDITABLE
    files: dict[str, Any] = {"files": seen.files, "may_attach": may_attach}
    return await record_page(request, person, record, "contracts/page.html", **files)


@router.get("/{contract_id}/edit")
async def edit_page(request: Request, contract_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/contracts/{contract_id}", ContractView)
    draft = Draft(f"/contracts/{contract_id}/edit", "button.save", seen)
    about = {"kind": "contract", "number": seen.number, "title": seen.customer_name}
    choices = await product_choices(house, person)
    return page(request, "terms/page.html", person, about=about, draft=draft, products=choices)


@router.post("/{contract_id}/edit")
async def edit(
    request: Request, contract_id: UUID, house: House, person: Reader, key: Key, version: Annotated[int, Form()]
) -> Response:
    """Refused when somebody else changed it since it was read."""
    lines, terms, clauses = await asked_terms(request, house)
    said = EditContract(lines=lines, terms=terms, clauses=clauses)
    await house.patch("deals", f"/contracts/{contract_id}", said, ContractView, version=version, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.saved", person.lang))


@router.post("/{contract_id}/submit")
async def submit(request: Request, contract_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/submit", None, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.submit", person.lang))


@router.post("/{contract_id}/risk")
async def assess(
    request: Request,
    contract_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    score: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Somebody who knows better says how risky it is."""
    said = AssessRisk.model_validate({"score": score, "reason": reason})
    await house.post("deals", f"/contracts/{contract_id}/risk", said, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.saved", person.lang))


@router.post("/{contract_id}/withdraw")
async def withdraw(request: Request, contract_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/withdraw", None, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.withdraw", person.lang))


@router.post("/{contract_id}/cancel")
async def cancel(
    request: Request, contract_id: UUID, house: House, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/cancel", CancelContract(reason=reason), key=key)
    return done(request, f"/contracts/{contract_id}", text("told.saved", person.lang))


@router.post("/{contract_id}/order")
async def order(
    request: Request, contract_id: UUID, house: House, person: Reader, key: Key, ship_to: Annotated[str, Form()] = ""
) -> Response:
    """Calls off all that is left."""
    said = PlaceOrder(contract_id=contract_id, ship_to=ship_to)
    made = await house.post("orders", "/orders", said, OrderView, key=key)
    return done(request, f"/orders/{made.id}", text("told.place_order", person.lang))


def _facts(seen: ContractView) -> list[Fact]:
    return [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("total", seen.total),
        ("list_total", seen.list_total),
        ("discount_percent", seen.discount_percent),
        ("risk_score", seen.risk_score),
        ("owner", seen.owner_name),
        ("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")),
        *((name, getattr(seen, name)) for name in ("round", "effective_at", "created_at", "clauses")),
    ]


def _tables(seen: ContractView) -> list[Table]:
    lines: list[tuple[Cell, ...]] = [
        (one.product_code, one.product_name, one.quantity, one.list_price, one.price, one.amount) for one in seen.lines
    ]
    terms: list[tuple[Cell, ...]] = [
        (place, one.percent, Worded(f"value.trigger.{one.trigger}"), one.days)
        for place, one in enumerate(seen.terms, 1)
    ]
    risks: list[tuple[Cell, ...]] = [
        (Worded(f"value.cause.{one.cause}"), one.note, one.points) for one in seen.risk_factors
    ]
    columns = ("product_code", "product_name", "quantity", "list_price", "price", "amount")
    return [
        Table("field.lines", columns, lines),
        Table("field.terms", ("instalment", "percent", "trigger", "days"), terms),
        Table("field.risk_factors", ("cause", "note", "points"), risks),
    ]


def _orders(found: list[OrderView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/orders/{one.id}"), chip("order", one.status), one.placed_at, one.total) for one in found
    ]
    return Table("nav.orders", ("number", "status", "placed_at", "total"), rows)


def _is_all_ordered(seen: ContractView, orders: list[OrderView]) -> bool:
    wanted = sum(line.quantity for line in seen.lines)
    return wanted <= sum(line.quantity for order in orders for line in order.lines)


def _sells(seen: ContractView, person: Person) -> bool:
    return seen.owner_id == person.id or person.may("sales_manager")


def _acts(seen: ContractView, orders: list[OrderView], person: Person) -> list[Act]:
    here, acts = f"/contracts/{seen.id}", []
    sells = _sells(seen, person)
    if sells and seen.status in EDITABLE:
        acts += [Act("submit", f"{here}/submit", weight="primary"), Act("edit", f"{here}/edit", page=True)]
    if person.may("legal", "finance", "director") and seen.status in EDITABLE:
        acts.append(Act("assess_risk", f"{here}/risk", (Input("score", "number"), Input("reason"))))
    if sells and seen.status is ContractStatus.IN_APPROVAL:
        acts.append(Act("withdraw", f"{here}/withdraw"))
    may_order = seen.status is ContractStatus.EFFECTIVE and not _is_all_ordered(seen, orders)
    if (sells or person.may("order_admin")) and may_order:
        acts.append(Act("place_order", f"{here}/order", (Input("ship_to", "area", required=False),), "primary"))
    if sells and not orders and seen.status not in ENDING:
        acts.append(Act("cancel_contract", f"{here}/cancel", (Input("reason"),), "danger"))
    return acts
