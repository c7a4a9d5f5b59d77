"""Which customers are there?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.customers import CustomerView
from services.deals.store import customers


async def list_customers(uow: UnitOfWork, **filters: Any) -> Page[CustomerView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await customers.list_customers(work, **filters)
