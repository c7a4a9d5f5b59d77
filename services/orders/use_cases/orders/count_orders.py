"""How many orders are in which status?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCount
from services.orders.store import orders as store


async def count_orders(uow: UnitOfWork) -> list[OrderCount]:
    """Per status and currency."""
    async with uow.begin() as work:
        return await store.count_orders(work)
