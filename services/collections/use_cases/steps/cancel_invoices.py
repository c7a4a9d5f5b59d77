"""How are invoices cancelled or reversed? Part of other use cases."""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.collections.invoices import InvoiceCancelled, InvoiceStatus
from services.collections.domain.lifecycle import move_invoice
from services.collections.tables import Invoice, OrderAccountRow


async def cancel_or_reverse(work: Work, account: OrderAccountRow, found: Sequence[Invoice]) -> None:
    issued = [invoice for invoice in found if invoice.status is InvoiceStatus.ISSUED]
    for invoice in found:
        if invoice.status is InvoiceStatus.REQUESTED:
            invoice.status = move_invoice(invoice.status, InvoiceStatus.CANCELLED)
            account.requested -= invoice.amount
    credit_notes = await work.next_numbers(len(issued), "RL", account.legal_entity_id)
    for invoice, number in zip(issued, credit_notes, strict=True):
        invoice.status = move_invoice(invoice.status, InvoiceStatus.REVERSED)
        invoice.credit_note_number = number
        invoice.reversed_by, invoice.reversed_at = work.actor.id, work.now
        account.invoiced -= invoice.amount
    for invoice in found:
        invoice.version += 1
        work.emit(InvoiceCancelled(**invoice.event_args(), credit_note_number=invoice.credit_note_number))
