"""What do people see of contracts, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, list_page, record_page
from console.session import Person, Reader
from console.shape import Act, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.deals.contracts import CancelContract, ContractStatus, ContractView
from messages.orders.orders import OrderView, PlaceOrder
from messages.texts import text

router = APIRouter(prefix="/contracts")

TONES = {
    ContractStatus.EFFECTIVE: "good",
    ContractStatus.IN_APPROVAL: "busy",
    ContractStatus.RETURNED: "busy",
    ContractStatus.REFUSED: "bad",
}
COLUMNS = ("number", "status", "customer", "total", "discount_percent", "owner", "created_at")
EDITABLE = (ContractStatus.DRAFT, ContractStatus.RETURNED)


@router.get("")
async def contracts(
    request: Request, person: Reader, house: House, status: ContractStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("deals", "/contracts", Page[ContractView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/contracts/{one.id}"),
            _chip(one),
            one.customer_name,
            one.total,
            one.discount_percent,
            one.owner_name,
            one.created_at,
        )
        for one in found.items
    ]
    filters = [("filter.all", "/contracts", status is None)]
    filters += [(f"status.contract.{one}", f"/contracts?status={one}", one is status) for one in ContractStatus]
    more = f"/contracts?cursor={found.next}" + (f"&status={status}" if status else "") if found.next else None
    return list_page(request, person, Listing("nav.contracts", COLUMNS, rows, more, filters, empty="empty.contracts"))


@router.get("/{contract_id}")
async def contract(request: Request, contract_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/contracts/{contract_id}", ContractView)
    orders = await house.get("orders", "/orders", Page[OrderView], contract_id=contract_id, limit=50)
    facts = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("opportunity", Link(text("console.open", person.lang), f"/opportunities/{seen.opportunity_id}")),
        *(
            (name, getattr(seen, name))
            for name in ("total", "list_total", "discount_percent", "round", "effective_at", "clauses")
        ),
        ("owner", seen.owner_name),
    ]
    lines = [
        (one.product_code, one.product_name, one.quantity, one.list_price, one.price, one.amount) for one in seen.lines
    ]
    terms = [
        (place, one.percent, Worded(f"value.trigger.{one.trigger}"), one.days)
        for place, one in enumerate(seen.terms, 1)
    ]
    placed = [
        (Link(one.number, f"/orders/{one.id}"), Worded(f"status.order.{one.status}"), one.total, one.placed_at)
        for one in orders.items
    ]
    tables = [
        Table("field.lines", ("product_code", "product_name", "quantity", "list_price", "price", "amount"), lines),
        Table("field.terms", ("instalment", "percent", "trigger", "days"), terms),
        Table("nav.orders", ("number", "status", "total", "placed_at"), placed),
    ]
    note = Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None
    record = Record(
        "contract", seen.id, seen.number, seen.customer_name, _chip(seen), facts, tables, _acts(seen, person), note
    )
    return record_page(request, person, record)


@router.post("/{contract_id}/submit")
async def submit(request: Request, contract_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/submit", None, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.submit", person.lang))


@router.post("/{contract_id}/withdraw")
async def withdraw(request: Request, contract_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/withdraw", None, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.withdraw", person.lang))


@router.post("/{contract_id}/cancel")
async def cancel(
    request: Request,
    contract_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()],
) -> Response:
    await house.post("deals", f"/contracts/{contract_id}/cancel", CancelContract(reason=reason), key=key)
    return done(request, f"/contracts/{contract_id}", text("told.saved", person.lang))


@router.post("/{contract_id}/order")
async def order(
    request: Request,
    contract_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    ship_to: Annotated[str, Form()] = "",
) -> Response:
    """Calls off all that is left."""
    made = await house.post(
        "orders", "/orders", PlaceOrder(contract_id=contract_id, ship_to=ship_to), OrderView, key=key
    )
    return done(request, f"/orders/{made.id}", text("told.place_order", person.lang))


def _chip(contract: ContractView) -> Worded:
    return Worded(f"status.contract.{contract.status}", tone=TONES.get(contract.status, "plain"))


def _acts(seen: ContractView, person: Person) -> list[Act]:
    if not (seen.owner_id == person.id or person.may("sales_manager", "order_admin")):
        return []
    here, acts = f"/contracts/{seen.id}", []
    if seen.status in EDITABLE:
        acts.append(Act("submit", f"{here}/submit", weight="primary"))
    if seen.status is ContractStatus.IN_APPROVAL:
        acts.append(Act("withdraw", f"{here}/withdraw"))
    if seen.status is ContractStatus.EFFECTIVE:
        acts.append(Act("place_order", f"{here}/order", (Input("ship_to", "area", required=False),), "primary"))
    if seen.status not in (ContractStatus.CANCELLED, ContractStatus.REFUSED):
        acts.append(Act("cancel_contract", f"{here}/cancel", (Input("reason"),), "danger"))
    return acts
