"""What do people see of customers?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.house import House
from console.pages.answer import list_page, record_page
from console.session import Reader
from console.shape import Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.receivables import ReceivableView
from messages.deals.customers import CustomerView
from messages.deals.opportunities import OpportunityView

router = APIRouter(prefix="/customers")

COLUMNS = ("number", "name", "sector", "region", "country")


@router.get("")
async def customers(
    request: Request, person: Reader, house: House, q: str | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("deals", "/customers", Page[CustomerView], q=q, cursor=cursor, limit=50)
    rows = [
        (Link(one.number, f"/customers/{one.id}"), one.name, one.sector, one.region, one.country) for one in found.items
    ]
    more = f"/customers?cursor={found.next}" if found.next else None
    return list_page(request, person, Listing("nav.customers", COLUMNS, rows, more, empty="empty.list"))


@router.get("/{customer_id}")
async def customer(request: Request, customer_id: UUID, person: Reader, house: House) -> Response:
    """One view of a customer: his facts, the sales on the way, what he owes."""
    seen = await house.get("deals", f"/customers/{customer_id}", CustomerView)
    sales = await house.get("deals", "/opportunities", Page[OpportunityView], customer_id=customer_id, limit=20)
    debts = await house.get("collections", "/receivables", Page[ReceivableView], customer_id=customer_id, limit=20)
    facts = [(name, getattr(seen, name)) for name in ("name", "tax_id", "sector", "region", "country", "created_at")]
    opportunities = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            one.project,
            Worded(f"status.opportunity.{one.status}"),
            one.won_amount or one.expected,
        )
        for one in sales.items
    ]
    receivables = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            one.due_on,
            Worded(f"status.receivable.{one.status}"),
            one.amount,
            one.paid,
        )
        for one in debts.items
    ]
    tables = [
        Table("nav.opportunities", ("number", "project", "status", "amount"), opportunities),
        Table("nav.receivables", ("number", "due_on", "status", "amount", "paid"), receivables),
    ]
    return record_page(
        request, person, Record("customer", seen.id, seen.number, seen.name, Worded("kind.customer"), facts, tables)
    )
