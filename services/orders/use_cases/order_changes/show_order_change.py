"""What is to be changed of an order, before and after?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import OrderChangeView
from services.orders.store import order_changes as store


async def show_order_change(order_change_id: UUID, uow: UnitOfWork) -> OrderChangeView:
    """Raises NotFound."""
    async with uow.begin() as work:
        return (await store.get_visible_order_change(work, order_change_id)).view()
