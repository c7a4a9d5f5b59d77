"""Finance cannot find the money: what becomes of the payment?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.payments import PaymentRejected, PaymentStatus, PaymentView, RejectPayment
from services.collections.domain.lifecycle import move_payment
from services.collections.store import bank, payments, receivables
from services.collections.use_cases.steps.allocate import deallocate
from services.collections.use_cases.steps.redistribute import lock_in_reach, redistribute
from services.collections.use_cases.steps.report_statement import follow_statement
from services.collections.use_cases.steps.write_off_rests import settle_rests


async def reject_payment(id: UUID, command: RejectPayment, uow: UnitOfWork) -> PaymentView:
    """What it was to settle goes to other money of the customer, the oldest first. Rejecting again changes nothing."""
    async with uow.begin() as work:
        return await reject(work, id, command.reason)


async def reject(work: Work, id: UUID, reason: str) -> PaymentView:
    """The same inside of another act; the bank's entry behind it waits again."""
    entry = await bank.lock_entry_of(work, id)
    payment, group = await payments.lock_group(work, id)
    if payment.status is PaymentStatus.REJECTED:
        return (await payments.shown(work, [payment]))[0]
    status = move_payment(payment.status, PaymentStatus.REJECTED)
    orders = await payments.orders_of(work, payment)
    parts = await payments.allocations_of(work, [id])
    own = {part.receivable_id for part in parts}
    await lock_in_reach(work, payment, group, own)
    rows = await receivables.lock_receivables(work, own)
    await deallocate(work, payment, parts, rows)
    payment.status, payment.rejected_by, payment.rejected_reason = status, work.actor.id, reason
    payment.version += 1
    if entry is not None:
        entry.reopen(reason, by=work.actor.id, at=work.now)
    left = await redistribute(work, payment, group)
    await settle_rests(work, [*rows.values(), *left])
    work.emit(PaymentRejected(**payments.event_args(payment, orders), reason=reason))
    if entry is not None:
        await follow_statement(work, entry.statement_id)
    return (await payments.shown(work, [payment]))[0]
