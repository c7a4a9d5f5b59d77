"""What is known of a receivable?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import ReceivableView
from services.collections.store import receivables


async def show_receivable(id: UUID, uow: UnitOfWork) -> ReceivableView:
    async with uow.begin() as work:
        return (await receivables.find_receivable(work, id)).view(work.now)
