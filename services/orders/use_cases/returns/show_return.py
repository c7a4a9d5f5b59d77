"""What is to come back, and what has?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import ReturnView
from services.orders.store import returns as store


async def show_return(return_id: UUID, uow: UnitOfWork) -> ReturnView:
    """Raises NotFound."""
    async with uow.begin() as work:
        found = await store.get_visible_return(work, return_id)
        return found.view(await store.lines_of(work, return_id))
