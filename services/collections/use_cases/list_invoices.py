"""Which invoices are there?"""

from uuid import UUID

from chassis.database import page_of
from chassis.unit_of_work import UnitOfWork
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
) -> Page[InvoiceView]:
    async with uow.begin() as work:
        query = invoices.listed(work, status=status, order_id=order_id)
        return await page_of(work, query, key=(Invoices.requested_at, Invoices.id), cursor=cursor, limit=limit)


async def show_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    async with uow.begin() as work:
        return (await invoices.see_invoice(work, id)).view()
