"""Finance cannot find the money: what becomes of the payment?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.collections.payments import PaymentRefused, PaymentStatus, PaymentView, RefusePayment
from services.collections.domain.lifecycle import move_payment
from services.collections.store import payments, receivables
from services.collections.use_cases.allocate import take_off


async def refuse_payment(id: UUID, command: RefusePayment, uow: UnitOfWork) -> PaymentView:
    """What it was to settle waits for other money. Refusing again changes nothing."""
    async with uow.begin() as work:
        payment = await payments.lock_payment(work, id)
        if payment.status is PaymentStatus.REFUSED:
            return (await payments.shown(work, [payment]))[0]
        status = move_payment(payment.status, PaymentStatus.REFUSED)
        orders = await payments.orders_of(work, payment)
        parts = await payments.allocations_of(work, [id])
        rows = await receivables.lock_receivables(work, {part.receivable_id for part in parts})
        await take_off(work, payment, parts, rows)
        payment.status, payment.refused_by, payment.refused_reason = status, work.actor.id, command.reason
        payment.version += 1
        work.emit(PaymentRefused(**payments.fact(payment, orders), reason=command.reason))
        return (await payments.shown(work, [payment]))[0]
