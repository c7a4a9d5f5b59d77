"""Under which number does finance issue an invoice?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceIssued, InvoiceStatus, InvoiceView
from services.collections.domain.lifecycle import move_invoice
from services.collections.store import invoices, projections


async def issue_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    """The number follows the last of its legal entity and year without gap. Issuing again changes nothing."""
    async with uow.begin() as work:
        invoice_seen = await invoices.get_visible_invoice(work, id)
        account = await projections.lock_account(work, invoice_seen.order_id)
        invoice = await invoices.lock_invoice(work, id)
        if invoice.status is InvoiceStatus.ISSUED:
            return invoice.view()
        invoice.status = move_invoice(invoice.status, InvoiceStatus.ISSUED)
        account.requested -= invoice.amount
        account.invoiced += invoice.amount
        invoice.issued_by, invoice.issued_at = work.actor.id, work.now
        invoice.version += 1
        with work.session.no_autoflush:
            invoice.invoice_number = await work.next_number("IV", invoice.legal_entity_id)
        invoice.search = invoice.searched()
        work.emit(InvoiceIssued(**invoice.event_args(), invoice_number=invoice.invoice_number))
        return invoice.view()
