"""What was decided about an entry was wrong: what is undone?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.bank import BankEntryStatus, BankEntryView, ReopenBankEntry
from messages.collections.payments import PaymentStatus
from services.collections.domain.bank.decisions import must_not_be_confirmer
from services.collections.domain.corrections import must_be_correctable
from services.collections.store import bank, corrections, payments
from services.collections.use_cases.payments.reject_payment import reject
from services.collections.use_cases.steps.report_statement import follow_statement
from services.collections.use_cases.steps.show_suggestions import shown
from services.collections.use_cases.steps.void_payment import void_payment


async def reopen_entry(id: UUID, command: ReopenBankEntry, uow: UnitOfWork) -> BankEntryView:
    """Its payment is taken back with what it settled, and the entry waits again. Again changes nothing.

    Raises NotFound, RuleViolation: what counts is taken back by somebody else than who confirmed it (COL-91), and only
    as a whole (COL-58).
    """
    async with uow.begin() as work:
        entry = await bank.lock_entry(work, id)
        if work.repeated:  # a colleague may have decided anew since
            return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]
        if entry.status is BankEntryStatus.MATCHED and entry.payment_id is not None:
            await _take_back(work, entry.payment_id, command.reason)
        elif entry.status is not BankEntryStatus.OPEN:
            entry.reopen(command.reason, by=work.actor.id, at=work.now)
            await follow_statement(work, entry.statement_id)
        await work.write()
        return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]


async def _take_back(work: Work, payment_id: UUID, reason: str) -> None:
    """One that waits is rejected, one that counts is voided."""
    payment, group = await payments.lock_served(work, payment_id)
    if payment.status is PaymentStatus.RECORDED:
        await reject(work, payment_id, reason)
        return
    must_not_be_confirmer(confirmed_by=payment.confirmed_by, reopened_by=work.actor.id)
    refunded, asked = payment.money(payment.refunded), await corrections.has_live_one(work, payment_id)
    must_be_correctable(payment.status, refunded=refunded, is_asked_for=asked, number=payment.number)
    await void_payment(work, payment, group, reason)
