"""Finance does not issue an invoice: why?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceRefused, InvoiceStatus, InvoiceView, RefuseInvoice
from services.collections.domain.lifecycle import move_invoice
from services.collections.store import customers, invoices


async def refuse_invoice(id: UUID, command: RefuseInvoice, uow: UnitOfWork) -> InvoiceView:
    """The amount may be asked for again. Refusing again changes nothing."""
    async with uow.begin() as work:
        asked = await invoices.see_invoice(work, id)
        account = await customers.lock_account(work, asked.order_id)
        invoice = await invoices.lock_invoice(work, id)
        if invoice.status is InvoiceStatus.REFUSED:
            return invoice.view()
        invoice.status = move_invoice(invoice.status, InvoiceStatus.REFUSED)
        account.requested -= invoice.amount
        invoice.refused_reason = command.reason
        invoice.version += 1
        work.emit(InvoiceRefused(**invoice.fact(), reason=command.reason))
        return invoice.view()
