"""Which orders are there?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.orders import OrderView
from services.orders.store import orders as store


async def list_orders(uow: UnitOfWork, **filters: Any) -> Page[OrderView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await store.list_orders(work, **filters)
