"""An entry is a customer's money: which payment is it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.bank import AcceptBankEntry, BankEntryStatus, BankEntryView
from messages.collections.payments import ConfirmPayment, PaymentStatus, RecordPayment
from services.collections.domain.bank.decisions import (
    first_free,
    must_be_open,
    must_be_that_money,
    must_have_come,
    must_say_whose,
)
from services.collections.store import bank, payments
from services.collections.tables import BankEntry
from services.collections.use_cases.payments.confirm_payment import confirm
from services.collections.use_cases.payments.record_payment import record
from services.collections.use_cases.steps.report_statement import follow_statement
from services.collections.use_cases.steps.show_suggestions import shown

METHOD = "bank transfer"


async def accept_entry(id: UUID, command: AcceptBankEntry, uow: UnitOfWork, *, ahead_days: int) -> BankEntryView:
    """It is recorded in the name of who brought the statement in, and confirmed by who accepts it; where that is one
    person the payment waits for a second one (COL-11). Accepting again changes nothing.

    Raises NotFound, Malformed, RuleViolation: what it would settle is checked as of any payment (COL-10).
    """
    async with uow.begin() as work:
        entry = await bank.lock_entry(work, id)
        must_say_whose(command)
        is_that_payment = command.payment_id is not None and entry.payment_id == command.payment_id
        if work.repeated or is_that_payment:
            return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]
        must_be_open(entry.status)
        must_have_come(entry.money)
        payment_id = command.payment_id or await _record(work, entry, command, ahead_days)
        payment, _ = await payments.lock_group(work, payment_id)
        must_be_that_money(
            entry.money,
            payment.received or payment.money(payment.amount),
            status=payment.status,
            number=payment.number,
            one_entity=payment.legal_entity_id == entry.legal_entity_id,
            has_entry=await bank.has_entry(work, payment.id),
        )
        if payment.status is PaymentStatus.RECORDED and payment.recorded_by != work.actor.id:
            await confirm(work, payment_id, ConfirmPayment())
        entry.status, entry.payment_id, entry.customer_id = BankEntryStatus.MATCHED, payment_id, payment.customer_id
        entry.decided_by, entry.decided_at, entry.reason = work.actor.id, work.now, None
        entry.version += 1
        await follow_statement(work, entry.statement_id)
        return (await shown(work, [await bank.entry_and_payment(work, id)]))[0]


async def _record(work: Work, entry: BankEntry, command: AcceptBankEntry, ahead_days: int) -> UUID:
    """Entries of one reference and amount are told apart by their number, the smallest that no payment of another one
    has; that a colleague has recorded the money by hand is noticed by it too (COL-13)."""
    taken: set[int] = set()
    if entry.reference_key is not None:
        taken = await bank.occurrences_with_entry(
            work, legal_entity_id=entry.legal_entity_id, reference_key=entry.reference_key, currency=entry.currency,
            amount=entry.amount,
        )  # fmt: skip
    occurrence = first_free(taken)
    assert command.customer_id is not None
    recorded = RecordPayment(
        customer_id=command.customer_id,
        order_id=command.order_id,
        amount=entry.money,
        exchange=command.exchange,
        received_on=entry.booked_on,
        method=METHOD,
        reference=entry.reference[:200] or None,
        occurrence=occurrence,
        allocations=command.allocations,
    )
    made = await record(work, recorded, ahead_days=ahead_days, recorded_by=entry.imported_by)
    return made.id
