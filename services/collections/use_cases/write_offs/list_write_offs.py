"""Which write-offs are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.write_offs import WriteOffStatus, WriteOffView
from services.collections.store import write_offs
from services.collections.tables.columns import WriteOffs


async def list_write_offs(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    receivable_id: UUID | None = None,
    status: WriteOffStatus | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    live: bool | None = None,
) -> Page[WriteOffView]:
    """`live`: those that are not decided yet."""
    async with uow.begin() as work:
        query = write_offs.query_write_offs(
            work, receivable_id=receivable_id, status=status, owner_id=owner_id, q=q, live=live
        )
        key = (WriteOffs.requested_at, WriteOffs.id)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row[0].view(row[1]))
