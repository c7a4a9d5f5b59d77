"""How are invoices issued, cancelled or reversed? Part of other use cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.invoice_mails import InvoiceMailStatus, MailedDocument
from messages.collections.invoices import (
    InvoiceCancelled,
    InvoiceIssued,
    InvoiceMailRequested,
    InvoiceReversalDue,
    InvoiceStatus,
)
from services.collections.domain.en16931 import country_of
from services.collections.domain.invoice_mails import language_of
from services.collections.domain.lifecycle import move_invoice
from services.collections.domain.shards import derived_id
from services.collections.store import invoice_lines, invoices, projections
from services.collections.tables import Invoice, InvoiceMail, OrderAccountRow
from services.collections.use_cases.steps.order_account import emit_standing


@dataclass(frozen=True)
class HeldInvoice:
    """Under its lock and those of the accounts of its orders; how much of it is whose."""

    invoice: Invoice
    parts: Sequence[tuple[OrderAccountRow, Decimal]]


async def hold(work: Work, id: UUID) -> HeldInvoice:
    """In the actor's scope: then also the accounts of its orders, whoever's they are. An order may leave it meanwhile,
    none is added. Raises NotFound."""
    seen = await invoices.get_visible_invoice(work, id)
    accounts = {one.order_id: one for one in await projections.lock_accounts(work, seen.order_ids)}
    invoice = await invoices.lock_invoice(work, id)
    parts = await invoice_lines.parts_of(work, invoice)
    return HeldInvoice(invoice, [(accounts[order_id], parts[order_id]) for order_id in invoice.order_ids])


def issue(work: Work, held: HeldInvoice, *, number: str, by: UUID, at: datetime) -> None:
    """Under this number."""
    invoice = held.invoice
    invoice.status = move_invoice(invoice.status, InvoiceStatus.ISSUED)
    for account, part in held.parts:
        account.requested -= part
        account.invoiced += part
    invoice.issued_by, invoice.issued_at, invoice.invoice_number = by, at, number
    invoice.search = invoice.searched()
    invoice.version += 1
    emit_standing(work, InvoiceIssued(**invoice.event_args(), invoice_number=number))


def mail_itself(work: Work, invoice: Invoice, *, by: UUID) -> None:
    """Once, where its title says so; the keeper of mails sends it."""
    if not invoice.mail_when_issued:
        return
    mail = InvoiceMail(
        id=derived_id("invoice_mail", invoice.id),
        invoice_id=invoice.id,
        document=MailedDocument.INVOICE,
        mailed_to=invoice.email,
        lang=language_of(country_of(invoice.country, invoice.tax_id)),
        status=InvoiceMailStatus.WAITING,
        requested_by=by,
        requested_at=work.now,
        due_at=work.now,
    )
    work.session.add(mail)
    work.emit(InvoiceMailRequested(**invoice.event_args(), mail_id=mail.id))


def reverse(work: Work, held: HeldInvoice, *, number: str, by: UUID, at: datetime) -> None:
    """By a credit note with this number."""
    invoice = held.invoice
    invoice.status = move_invoice(invoice.status, InvoiceStatus.REVERSED)
    for account, part in held.parts:
        account.invoiced -= part
    invoice.credit_note_number, invoice.reversed_by, invoice.reversed_at = number, by, at
    _cancelled(work, invoice)


async def cancel_or_reverse(work: Work, found: Sequence[HeldInvoice]) -> None:
    """Requests are cancelled; issued ones, all of one legal entity, reversed with numbers of our own."""
    issued = [held for held in found if held.invoice.status is InvoiceStatus.ISSUED]
    for held in found:
        if held.invoice.status is InvoiceStatus.REQUESTED:
            held.invoice.status = move_invoice(held.invoice.status, InvoiceStatus.CANCELLED)
            withdraw(held)
            _cancelled(work, held.invoice)
    if issued:
        credit_notes = await work.next_numbers(len(issued), "RL", issued[0].invoice.legal_entity_id)
        for held, number in zip(issued, credit_notes, strict=True):
            reverse(work, held, number=number, by=work.actor.id, at=work.now)


def withdraw(held: HeldInvoice) -> None:
    """What it asked for can be asked for again."""
    for account, part in held.parts:
        account.requested -= part


def ask_to_reverse(work: Work, invoice: Invoice, account: OrderAccountRow) -> None:
    """Of finance, once: it was issued over several orders, and this one was cancelled."""
    if invoice.reversal_due_at is None:
        invoice.reversal_due_at = work.now
        invoice.version += 1
        work.emit(InvoiceReversalDue(**invoice.event_args(), **cancelled(account)))


def cancelled(account: OrderAccountRow) -> dict[str, object]:
    """As events name the order."""
    return {"cancelled_order_id": account.order_id, "cancelled_order_number": account.number}


def _cancelled(work: Work, invoice: Invoice) -> None:
    invoice.version += 1
    work.emit(InvoiceCancelled(**invoice.event_args(), credit_note_number=invoice.credit_note_number))
