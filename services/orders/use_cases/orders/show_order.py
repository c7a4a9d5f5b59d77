"""What is ordered, and how far has it come?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderView
from services.orders.store.locked_orders import read_with_lines


async def show_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Raises NotFound."""
    order, lines = await read_with_lines(uow, order_id)
    return order.view(lines)
