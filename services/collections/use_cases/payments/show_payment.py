"""What is known of a payment, and what does it settle?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.payments import PaymentView
from services.collections.store import payments
from services.collections.store.ledger import gained_by


async def show_payment(id: UUID, uow: UnitOfWork) -> PaymentView:
    async with uow.begin() as work:
        shown = (await payments.shown(work, [await payments.get_visible_payment(work, id)]))[0]
        return shown.model_copy(update={"exchange_difference": await gained_by(work, id)})
