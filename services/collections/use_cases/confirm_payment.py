"""Finance saw the money: what is paid now?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.collections.payments import ConfirmPayment, PaymentConfirmed, PaymentStatus, PaymentView
from services.collections.domain.lifecycle import move_payment
from services.collections.domain.payment import may_confirm
from services.collections.store import payments, receivables
from services.collections.use_cases.allocate import choose, count, put, take_off


async def confirm_payment(id: UUID, command: ConfirmPayment, uow: UnitOfWork) -> PaymentView:
    """From here on it counts. Confirming again changes nothing."""
    async with uow.begin() as work:
        payment = await payments.lock_payment(work, id)
        if payment.status is PaymentStatus.CONFIRMED:
            return (await payments.shown(work, [payment]))[0]
        status = move_payment(payment.status, PaymentStatus.CONFIRMED)
        may_confirm(recorded_by=payment.recorded_by, confirmed_by=work.actor.id)
        if command.allocations is not None:
            old = await payments.allocations_of(work, [id])
            wanted = {part.receivable_id for part in old} | {part.receivable_id for part in command.allocations}
            await take_off(work, payment, old, await receivables.lock_receivables(work, wanted))
            if command.allocations:
                await put(work, payment, *await choose(work, payment, command.allocations))
        payment.status, payment.confirmed_by, payment.confirmed_at = status, work.actor.id, work.now
        payment.version += 1
        await count(work, payment)
        shown = (await payments.shown(work, [payment]))[0]
        fact = payments.fact(payment, shown.order_ids)
        work.emit(PaymentConfirmed(**fact, confirmed_by=work.actor.id, allocated=shown.allocated))
        return shown
