"""What follows from an answer of a provider of e-invoices? Part of other use cases."""

from chassis.db.unit_of_work import Work
from messages.collections.invoice_filings import AnswerKind, FilingKind, FilingStatus, ProviderAnswer
from messages.collections.invoices import InvoiceFilingFailed
from services.collections.domain.invoice_filings import is_silent, must_be_free, must_be_the_same_answer, next_look
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_filings
from services.collections.tables import Invoice, InvoiceFiling, OrderAccountRow
from services.collections.use_cases.filings.file_invoice import file_invoice, is_of_provider
from services.collections.use_cases.filings.leave_invoice import leave_invoice
from services.collections.use_cases.steps.move_invoices import (
    HeldInvoice,
    cancel_or_reverse,
    hold,
    issue,
    mail_itself,
    reverse,
)


async def take_answer(
    work: Work, seen: InvoiceFiling, answer: ProviderAnswer, settings: CollectionsSettings
) -> InvoiceFiling:
    """Once; said again it changes nothing. Raises RuleViolation (COL-115, COL-116)."""
    held, filing = await _lock(work, seen)
    invoice = held.invoice
    if filing.status is not FilingStatus.WAITING:
        must_be_the_same_answer(is_same=_is_same(filing, answer), reference=invoice.number)
        return filing
    if answer.status is AnswerKind.PENDING:
        _wait(work, invoice, filing, "")
        return filing
    if answer.status is AnswerKind.ISSUED:
        assert answer.number is not None
        must_be_free(taken_by=await invoice_filings.find_taken(work, answer.number), number=answer.number)
    filing.status = FilingStatus(answer.status.upper())
    filing.number, filing.issued_at, filing.reason = answer.number, answer.issued_at, answer.reason
    filing.answered_at, filing.due_at, filing.error = work.now, None, ""
    await work.write()
    await (_issued if answer.status is AnswerKind.ISSUED else _refused)(work, held, filing, settings)
    return filing


async def note_failure(work: Work, seen: InvoiceFiling, error: str) -> None:
    """It was asked and nobody knows what became of it: asked again, under the same key."""
    held, filing = await _lock(work, seen)
    if filing.status is FilingStatus.WAITING:
        _wait(work, held.invoice, filing, error)


async def _lock(work: Work, seen: InvoiceFiling) -> tuple[HeldInvoice, InvoiceFiling]:
    held = await hold(work, seen.invoice_id)
    return held, await invoice_filings.lock_filing(work, seen.id)


def _wait(work: Work, invoice: Invoice, filing: InvoiceFiling, error: str) -> None:
    filing.error = error
    if filing.attempts:
        filing.due_at = next_look(filing.attempts, work.now)
    if is_silent(filing.attempts):
        _tell_finance(work, invoice, filing, reason=error or "pending")


async def _issued(work: Work, held: HeldInvoice, filing: InvoiceFiling, settings: CollectionsSettings) -> None:
    """An order that was cancelled meanwhile has its invoice reversed at once; one over others too is finance's."""
    invoice = held.invoice
    assert filing.number is not None
    assert filing.issued_at is not None
    number, by, at = filing.number, filing.requested_by, filing.issued_at
    if filing.kind is FilingKind.REVERSE:
        invoice.reversed_reason = filing.request["reason"] or None
        reverse(work, held, number=number, by=by, at=at)
        return
    issue(work, held, number=number, by=by, at=at)
    if filing.then_reverse and await is_of_provider(work, invoice, settings):
        await file_invoice(work, invoice, FilingKind.REVERSE, settings, by=filing.requested_by)
    elif filing.then_reverse:
        await cancel_or_reverse(work, [held])
    else:
        gone = _gone(held) if invoice.other_order_ids else []
        if not gone:  # else it is not what the customer is to pay
            mail_itself(work, invoice, by=by)
        for account in gone:
            await leave_invoice(work, account, invoice)


async def _refused(work: Work, held: HeldInvoice, filing: InvoiceFiling, settings: CollectionsSettings) -> None:
    """Finance sees to it; where its order was cancelled, it is what was wanted. Of several it goes on without that."""
    invoice, gone = held.invoice, _gone(held)
    if filing.then_reverse or (filing.kind is FilingKind.ISSUE and len(gone) == len(held.parts)):
        await cancel_or_reverse(work, [held])
        return
    if filing.kind is FilingKind.ISSUE:
        for account in gone:
            await leave_invoice(work, account, invoice)
    _tell_finance(work, invoice, filing, reason=filing.reason, refused=True)


def _gone(held: HeldInvoice) -> list[OrderAccountRow]:
    """Of those of its orders that were cancelled."""
    return [account for account, _ in held.parts if account.cancelled_at is not None]


def _tell_finance(work: Work, invoice: Invoice, filing: InvoiceFiling, *, reason: str, refused: bool = False) -> None:
    invoice.version += 1
    said = {"provider": filing.provider, "kind": filing.kind, "reason": reason, "refused": refused}
    work.emit(InvoiceFilingFailed(**invoice.event_args(), **said))


def _is_same(filing: InvoiceFiling, answer: ProviderAnswer) -> bool:
    """What is still pending was said before it was issued or refused."""
    if answer.status is AnswerKind.PENDING:
        return True
    return filing.status == answer.status.upper() and filing.number == answer.number
