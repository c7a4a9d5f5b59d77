"""Which invoices are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView
from services.collections.store import invoices
from services.collections.tables.columns import Invoices


async def list_invoices(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    status: InvoiceStatus | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    newest_first: bool = False,
) -> Page[InvoiceView]:
    async with uow.begin() as work:
        query = invoices.query_invoices(work, status=status, order_id=order_id, owner_id=owner_id, q=q)
        key = (Invoices.requested_at, Invoices.id)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=newest_first)
