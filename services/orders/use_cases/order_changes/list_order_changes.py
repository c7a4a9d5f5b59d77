"""Which orders are to be changed, or were?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.order_changes import OrderChangeView
from services.orders.store import order_changes as store


async def list_order_changes(uow: UnitOfWork, **filters: Any) -> Page[OrderChangeView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await store.list_order_changes(work, **filters)
