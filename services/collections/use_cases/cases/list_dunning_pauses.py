"""For what does dunning wait, and for what has it waited?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.pauses import DunningPauseView
from services.collections.store.cases import links
from services.collections.tables.columns import DunningPauses


async def list_dunning_pauses(
    uow: UnitOfWork,
    *,
    customer_id: UUID | None,
    receivable_id: UUID | None,
    running: bool | None,
    cursor: str | None,
    limit: int,
) -> Page[DunningPauseView]:
    """The newest first."""
    async with uow.begin() as work:
        query = links.query_records(work, DunningPauses, customer_id=customer_id, receivable_id=receivable_id)
        runs: Any = DunningPauses.ended_at.is_(None) & (DunningPauses.ends_at > work.now)
        if running is not None:
            query = query.where(runs if running else ~runs)
        return await links.page_of_records(
            work, query, key=(DunningPauses.paused_at, DunningPauses.id), cursor=cursor, limit=limit,
            view=lambda pause, rows: pause.view(rows, work.now),
        )  # fmt: skip
