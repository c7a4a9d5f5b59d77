"""Which letters to late customers were written, and who was notified?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.dunning.dunnings import DunningView
from services.collections.store import credit
from services.collections.tables.columns import Dunnings


async def list_dunnings(
    uow: UnitOfWork,
    *,
    customer_id: UUID | None,
    owner_id: UUID | None = None,
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[DunningView]:
    async with uow.begin() as work:
        query = credit.dunnings(work, customer_id=customer_id, owner_id=owner_id, q=q)
        return await page_of(work, query, key=(Dunnings.prepared_at, Dunnings.id), cursor=cursor, limit=limit)
