"""Which goods do customers send back?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.returns import ReturnView
from services.orders.store import returns as store


async def list_returns(uow: UnitOfWork, **filters: Any) -> Page[ReturnView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await store.list_returns(work, **filters)
