"""Finance does not issue an invoice: why?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceRejected, InvoiceStatus, InvoiceView, RejectInvoice
from services.collections.domain.lifecycle import move_invoice
from services.collections.use_cases.filings.file_invoice import must_not_wait
from services.collections.use_cases.steps.move_invoices import hold, withdraw


async def reject_invoice(id: UUID, command: RejectInvoice, uow: UnitOfWork) -> InvoiceView:
    """The amount may be asked for again. Rejecting again changes nothing."""
    async with uow.begin() as work:
        held = await hold(work, id)
        invoice = held.invoice
        if invoice.status is InvoiceStatus.REJECTED:
            return invoice.view()
        await must_not_wait(work, invoice)
        invoice.status = move_invoice(invoice.status, InvoiceStatus.REJECTED)
        withdraw(held)
        invoice.rejected_reason = command.reason
        invoice.version += 1
        work.emit(InvoiceRejected(**invoice.event_args(), reason=command.reason))
        return invoice.view()
