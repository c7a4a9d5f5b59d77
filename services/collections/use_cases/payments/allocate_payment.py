"""Money lies on a customer's account: what does it settle now?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.payments import AllocatePayment, PaymentView
from services.collections.domain.payments import must_be_allocatable, must_have_a_rest
from services.collections.store import payments
from services.collections.use_cases.steps.settle_free import settle_free


async def allocate_payment(id: UUID, command: AllocatePayment, uow: UnitOfWork) -> PaymentView:
    """The rest of a confirmed payment, or what a cancelled order left, is allocated as wanted, else to the oldest due.

    The same key again allocates nothing more.
    """
    async with uow.begin() as work:
        payment = await payments.lock_payment(work, id)
        if not work.repeated:
            must_be_allocatable(payment.status)
            sums = {name: payment.money(getattr(payment, name)) for name in ("free", "allocated", "refunded")}
            must_have_a_rest(**sums)
            await settle_free(work, [payment], command.allocations)
        return (await payments.shown(work, [payment]))[0]
