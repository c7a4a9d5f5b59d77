"""What do people see of customers?"""

from asyncio import gather
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.house import House
from console.pages.answer import list_page, more, record_page
from console.pages.chips import chip
from console.session import Reader
from console.shape import Cell, Fact, Link, Listing, Record, Table
from messages.base import Page
from messages.collections.receivables import ReceivableView
from messages.deals.customers import CustomerView
from messages.deals.opportunities import OpportunityView
from messages.orders.orders import OrderView

router = APIRouter(prefix="/customers")

COLUMNS = ("number", "name", "sector", "region", "country")


@router.get("")
async def customers(request: Request, person: Reader, house: House, q: str = "", cursor: str | None = None) -> Response:
    found = await house.get("deals", "/customers", Page[CustomerView], q=q or None, cursor=cursor, limit=50)
    rows = [
        (Link(one.number, f"/customers/{one.id}"), one.name, one.sector, one.region, one.country) for one in found.items
    ]
    listing = Listing("nav.customers", COLUMNS, rows, more(found, "/customers", q=q), search=q)
    return list_page(request, person, listing)


@router.get("/{customer_id}")
async def customer(request: Request, customer_id: UUID, person: Reader, house: House) -> Response:
    """One view of a customer: his facts, the sales on the way, what he owes."""
    asked = {"customer_id": customer_id, "limit": 20}
    seen, sales, orders, debts = await gather(
        house.get("deals", f"/customers/{customer_id}", CustomerView),
        house.find("deals", "/opportunities", Page[OpportunityView], **asked),
        house.find("orders", "/orders", Page[OrderView], **asked),
        house.find("collections", "/receivables", Page[ReceivableView], **asked),
    )
    names = ("name", "tax_id", "sector", "region", "country", "created_at")
    facts: list[Fact] = [(name, getattr(seen, name)) for name in names]
    tables = [
        _sales(sales.items if sales else []),
        _orders(orders.items if orders else []),
        _debts(debts.items if debts else []),
    ]
    record = Record("customer", seen.id, seen.number, seen.name, None, facts, tables)
    return await record_page(request, person, record)


def _sales(found: list[OpportunityView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            chip("opportunity", one.status),
            one.project,
            one.won_amount or one.expected,
        )
        for one in found
    ]
    return Table("nav.opportunities", ("number", "status", "project", "expected"), rows)


def _orders(found: list[OrderView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/orders/{one.id}"), chip("order", one.status), one.placed_at, one.total) for one in found
    ]
    return Table("nav.orders", ("number", "status", "placed_at", "total"), rows)


def _debts(found: list[ReceivableView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            chip("receivable", one.status),
            one.due_on,
            one.amount,
            one.paid,
        )
        for one in found
    ]
    return Table("nav.receivables", ("number", "status", "due_on", "amount", "paid"), rows)
