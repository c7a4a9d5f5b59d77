"""What becomes of money that came for an order before the order owed anything? (a step of opening receivables)"""

from uuid import UUID

from chassis.unit_of_work import Work
from messages.collections.payments import PaymentConfirmed, PaymentStatus
from services.collections.store import payments
from services.collections.use_cases.allocate import choose, count, put


async def settle_prepaid(work: Work, order_id: UUID) -> None:
    """It settles the order's receivables, confirmed money before; what finance has not confirmed waits on them."""
    for payment in await payments.lock_prepaid(work, order_id):
        parts, rows = await choose(work, payment, [], order_id=order_id)
        if not parts:
            continue
        await put(work, payment, parts, rows)
        if payment.status is PaymentStatus.CONFIRMED and payment.confirmed_by is not None:
            payment.version += 1
            await count(work, payment)
            shown = (await payments.shown(work, [payment]))[0]
            fact = payments.fact(payment, shown.order_ids)
            work.emit(PaymentConfirmed(**fact, confirmed_by=payment.confirmed_by, allocated=shown.allocated))
