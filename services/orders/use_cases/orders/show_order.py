"""What is ordered, and how far has it come?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderView
from services.orders.store import orders as store


async def show_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Raises NotFound."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        return order.view(await store.lines_of(work, order_id))
