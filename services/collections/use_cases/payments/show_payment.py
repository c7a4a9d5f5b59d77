"""What is known of a payment, and what does it settle?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.payments import PaymentView
from services.collections.store import payments


async def show_payment(id: UUID, uow: UnitOfWork) -> PaymentView:
    async with uow.begin() as work:
        return (await payments.shown(work, [await payments.get_visible_payment(work, id)]))[0]
