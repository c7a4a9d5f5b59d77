"""What is known of a refund?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.refunds import RefundView
from services.collections.store import refunds


async def show_refund(id: UUID, uow: UnitOfWork) -> RefundView:
    async with uow.begin() as work:
        found, paid = await refunds.get_visible_refund(work, id)
        return found.view(paid)
