"""Is there stock for an order, and how much of it is free?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import LineStock
from services.orders.store import orders as store
from services.orders.store import products as stock_store


async def list_line_stock(order_id: UUID, uow: UnitOfWork) -> list[LineStock]:
    """Per product and site; of services and charges nothing is kept. Raises NotFound."""
    async with uow.begin() as work:
        await store.get_order(work, order_id)
        return await stock_store.list_line_stock(work, order_id)
