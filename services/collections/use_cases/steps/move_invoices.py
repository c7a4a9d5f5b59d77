"""How are invoices issued, cancelled or reversed? Part of other use cases."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.invoices import InvoiceCancelled, InvoiceIssued, InvoiceStatus
from services.collections.domain.lifecycle import move_invoice
from services.collections.tables import Invoice, OrderAccountRow


def issue(work: Work, account: OrderAccountRow, invoice: Invoice, *, number: str, by: UUID, at: datetime) -> None:
    """Under this number."""
    invoice.status = move_invoice(invoice.status, InvoiceStatus.ISSUED)
    account.requested -= invoice.amount
    account.invoiced += invoice.amount
    invoice.issued_by, invoice.issued_at, invoice.invoice_number = by, at, number
    invoice.search = invoice.searched()
    invoice.version += 1
    work.emit(InvoiceIssued(**invoice.event_args(), invoice_number=number))


def reverse(work: Work, account: OrderAccountRow, invoice: Invoice, *, number: str, by: UUID, at: datetime) -> None:
    """By a credit note with this number."""
    invoice.status = move_invoice(invoice.status, InvoiceStatus.REVERSED)
    account.invoiced -= invoice.amount
    invoice.credit_note_number, invoice.reversed_by, invoice.reversed_at = number, by, at
    _cancelled(work, invoice)


async def cancel_or_reverse(work: Work, account: OrderAccountRow, found: Sequence[Invoice]) -> None:
    """Requests are cancelled; issued ones reversed, with numbers of our own."""
    issued = [invoice for invoice in found if invoice.status is InvoiceStatus.ISSUED]
    for invoice in found:
        if invoice.status is InvoiceStatus.REQUESTED:
            invoice.status = move_invoice(invoice.status, InvoiceStatus.CANCELLED)
            account.requested -= invoice.amount
            _cancelled(work, invoice)
    credit_notes = await work.next_numbers(len(issued), "RL", account.legal_entity_id)
    for invoice, number in zip(issued, credit_notes, strict=True):
        reverse(work, account, invoice, number=number, by=work.actor.id, at=work.now)


def _cancelled(work: Work, invoice: Invoice) -> None:
    invoice.version += 1
    work.emit(InvoiceCancelled(**invoice.event_args(), credit_note_number=invoice.credit_note_number))
