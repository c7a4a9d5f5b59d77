"""How is the request of an invoice cancelled?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceStatus, InvoiceView
from services.collections.domain.lifecycle import move_invoice
from services.collections.use_cases.filings.file_invoice import must_not_wait
from services.collections.use_cases.steps.move_invoices import cancel_or_reverse, hold


async def cancel_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    """A request that finance has not answered is cancelled. Again, nothing changes."""
    async with uow.begin() as work:
        held = await hold(work, id)
        invoice = held.invoice
        if invoice.status is not InvoiceStatus.CANCELLED:
            move_invoice(invoice.status, InvoiceStatus.CANCELLED)
            await must_not_wait(work, invoice)
            await cancel_or_reverse(work, [held])
        return invoice.view()
