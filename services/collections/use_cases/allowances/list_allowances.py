"""What does an order owe less, and why?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.allowances import AllowanceView
from services.collections.store import allowances, projections


async def list_allowances(order_id: UUID, uow: UnitOfWork) -> list[AllowanceView]:
    """The oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await projections.find_account(work, order_id)
        return [row.view() for row in await allowances.list_of_order(work, order_id)]
