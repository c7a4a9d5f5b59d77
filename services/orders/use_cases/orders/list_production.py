"""Which orders are to be made, in which order?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.production import ProductionOrder
from services.orders.store import production as store


async def list_production(
    uow: UnitOfWork, *, owner_id: UUID | None = None, q: str | None = None, cursor: str | None, limit: int
) -> Page[ProductionOrder]:
    """By rank; those that nobody ranked after them, the oldest first."""
    async with uow.begin() as work:
        return await store.list_production(work, owner_id=owner_id, q=q, cursor=cursor, limit=limit)
