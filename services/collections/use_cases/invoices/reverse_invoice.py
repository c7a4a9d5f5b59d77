"""How is an issued invoice reversed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceStatus, InvoiceView, ReverseInvoice
from services.collections.domain.lifecycle import move_invoice
from services.collections.store import invoices, projections
from services.collections.use_cases.steps.cancel_invoices import cancel_or_reverse


async def reverse_invoice(id: UUID, command: ReverseInvoice, uow: UnitOfWork) -> InvoiceView:
    """An issued one is reversed by a credit note 红字发票 with a number of its own. Again, nothing changes."""
    async with uow.begin() as work:
        account = await projections.lock_account(work, (await invoices.get_visible_invoice(work, id)).order_id)
        invoice = await invoices.lock_invoice(work, id)
        if invoice.status is not InvoiceStatus.REVERSED:
            move_invoice(invoice.status, InvoiceStatus.REVERSED)
            invoice.reversed_reason = command.reason or None
            await cancel_or_reverse(work, account, [invoice])
        return invoice.view()
