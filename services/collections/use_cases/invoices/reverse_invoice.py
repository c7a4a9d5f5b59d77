"""How is an issued invoice reversed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceStatus, InvoiceView, ReverseInvoice
from services.collections.domain.lifecycle import move_invoice
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_filings
from services.collections.use_cases.filings.file_invoice import cancel_reverse_or_file
from services.collections.use_cases.steps.move_invoices import hold


async def reverse_invoice(
    id: UUID, command: ReverseInvoice, uow: UnitOfWork, settings: CollectionsSettings
) -> InvoiceView:
    """By a credit note 红字发票 with a number of its own; what a provider issued, when the provider has reversed it.
    Again, nothing changes."""
    async with uow.begin() as work:
        held = await hold(work, id)
        invoice = held.invoice
        if invoice.status is not InvoiceStatus.REVERSED:
            move_invoice(invoice.status, InvoiceStatus.REVERSED)
            await cancel_reverse_or_file(work, [held], settings, reason=command.reason)
        await work.write()
        return invoice.view(await invoice_filings.find_last(work, id))
