"""Which customers are there?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.customers import CustomerView
from services.deals.store import customers


async def list_customers(uow: UnitOfWork, *, q: str | None, cursor: str | None, limit: int) -> Page[CustomerView]:
    async with uow.begin() as work:
        return await customers.list_customers(work, q=q, cursor=cursor, limit=limit)
