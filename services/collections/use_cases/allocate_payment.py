"""Money lies on a customer's account: what does it settle now?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.collections.payments import AllocatePayment, PaymentConfirmed, PaymentView
from services.collections.domain.payment import may_allocate
from services.collections.store import payments
from services.collections.use_cases.allocate import choose, count, put


async def allocate_payment(id: UUID, command: AllocatePayment, uow: UnitOfWork) -> PaymentView:
    """The rest of a confirmed payment goes where it is told, else to the oldest due. With no rest nothing changes."""
    async with uow.begin() as work:
        payment = await payments.lock_payment(work, id)
        may_allocate(payment.status)
        if work.repeated or payment.allocated == payment.amount:
            return (await payments.shown(work, [payment]))[0]
        parts, rows = await choose(work, payment, command.allocations)
        if parts:
            await put(work, payment, parts, rows)
            payment.version += 1
            await count(work, payment)
        shown = (await payments.shown(work, [payment]))[0]
        if parts and payment.confirmed_by is not None:
            fact = payments.fact(payment, shown.order_ids)
            work.emit(PaymentConfirmed(**fact, confirmed_by=payment.confirmed_by, allocated=shown.allocated))
        return shown
