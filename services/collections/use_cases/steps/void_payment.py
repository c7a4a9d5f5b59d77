"""What becomes of debts whose money is not there? (a step of confirming a correction and of reopening a
bank's entry)"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentStatus, PaymentVoided
from services.collections.domain import ledger, lifecycle
from services.collections.store import bank, payments
from services.collections.store.ledger import post
from services.collections.tables import Payment
from services.collections.use_cases.steps.report_statement import follow_statement
from services.collections.use_cases.steps.settle_free import withdraw_offers
from services.collections.use_cases.steps.take_off import take_off


async def void_payment(work: Work, payment: Payment, group: Sequence[Payment], reason: str) -> None:
    """They are open again, their clocks run on, and other money of the customer serves the oldest first; the bank's
    entry behind it waits again."""
    entry = await bank.lock_entry_of(work, payment.id)
    orders = await payments.orders_of(work, payment)
    payment.status = lifecycle.move_payment(payment.status, PaymentStatus.VOIDED)
    payment.version += 1
    if entry is not None:
        entry.reopen(reason, by=work.actor.id, at=work.now)
    await take_off(work, payment, group)
    post(work, ledger.payment_voided(payment.subject, payment.amount, payment.received))
    await withdraw_offers(work, payment)
    event_args = payments.event_args(payment, orders)
    work.emit(PaymentVoided(**event_args, reason=reason, confirmed_by=work.actor.id))
    if entry is not None:
        await follow_statement(work, entry.statement_id)
