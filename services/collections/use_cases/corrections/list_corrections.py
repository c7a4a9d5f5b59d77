"""Which corrections are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.corrections import CorrectionStatus, CorrectionView
from services.collections.store import corrections
from services.collections.tables.columns import Corrections


async def list_corrections(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    payment_id: UUID | None = None,
    status: CorrectionStatus | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    newest_first: bool = False,
) -> Page[CorrectionView]:
    async with uow.begin() as work:
        return await page_of(
            work,
            corrections.query_corrections(work, payment_id=payment_id, status=status, owner_id=owner_id, q=q),
            key=(Corrections.requested_at, Corrections.id),
            cursor=cursor,
            limit=limit,
            descending=newest_first,
            view=lambda row: row[0].view(row[1]),
        )
