"""What do people see of receivables 应收?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.house import House
from console.pages.answer import list_page, more, record_page
from console.pages.chips import chip
from console.pages.payments import tabs
from console.session import Reader
from console.shape import Fact, Link, Listing, Record, Worded
from messages.base import Page
from messages.collections.receivables import ReceivableStatus, ReceivableView

router = APIRouter(prefix="/receivables")

COLUMNS = ("number", "status", "customer", "due_on", "days_late", "amount", "paid")
FACTS = ("amount", "paid", "waiting", "due_on", "days_late", "rung", "disputed", "settled_on", "external_id")


@router.get("")
async def receivables(
    request: Request, person: Reader, house: House, overdue: bool | None = None, cursor: str | None = None
) -> Response:
    asked = {"overdue": overdue, "history": False, "cursor": cursor, "limit": 50}
    found = await house.get("collections", "/receivables", Page[ReceivableView], **asked)
    rows = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            status_of(one),
            one.customer_name,
            one.due_on,
            one.days_late or None,
            one.amount,
            one.paid,
        )
        for one in found.items
    ]
    filters = [
        ("filter.all", "/receivables", not overdue),
        ("filter.overdue", "/receivables?overdue=true", bool(overdue)),
    ]
    following = more(found, "/receivables", overdue="true" if overdue else "")
    listing = Listing("nav.receivables", COLUMNS, rows, following, filters, tabs("receivables"))
    return list_page(request, person, listing)


@router.get("/{receivable_id}")
async def receivable(request: Request, receivable_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("collections", f"/receivables/{receivable_id}", ReceivableView)
    facts: list[Fact] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    facts += [(name, getattr(seen, name)) for name in FACTS]
    if seen.order_id:
        facts.append(("order", Link(Worded("console.open"), f"/orders/{seen.order_id}")))
    if seen.contract_id:
        facts.append(("contract", Link(Worded("console.open"), f"/contracts/{seen.contract_id}")))
    record = Record("receivable", seen.id, seen.number, seen.customer_name, status_of(seen), facts)
    return await record_page(request, person, record)


def status_of(seen: ReceivableView) -> Worded:
    """An open one that is late is told as such."""
    if seen.status is ReceivableStatus.OPEN and seen.days_late > 0:
        return Worded("console.overdue_by", {"days": seen.days_late}, "bad")
    return chip("receivable", seen.status)
