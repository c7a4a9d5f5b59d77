"""What were late customers written?"""

from uuid import UUID

from chassis.database import page_of
from chassis.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.receivables import DunningView
from services.collections.store import credits
from services.collections.tables.columns import Dunnings


async def list_dunnings(
    uow: UnitOfWork, *, customer_id: UUID | None, cursor: str | None, limit: int
) -> Page[DunningView]:
    async with uow.begin() as work:
        query = credits.dunnings(work, customer_id)
        return await page_of(work, query, key=(Dunnings.sent_at, Dunnings.id), cursor=cursor, limit=limit)
