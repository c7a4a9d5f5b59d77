"""What does an invoice say?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceView
from services.collections.store import invoice_filings, invoices


async def show_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    async with uow.begin() as work:
        invoice = await invoices.get_visible_invoice(work, id)
        return invoice.view(await invoice_filings.find_last(work, id))
