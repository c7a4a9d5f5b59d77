"""Which refunds are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.refunds import RefundStatus, RefundView
from services.collections.store import refunds
from services.collections.tables.columns import Refunds


async def list_refunds(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    payment_id: UUID | None = None,
    customer_id: UUID | None = None,
    status: RefundStatus | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    newest_first: bool = False,
) -> Page[RefundView]:
    async with uow.begin() as work:
        query = refunds.query_refunds(
            work, payment_id=payment_id, customer_id=customer_id, status=status, owner_id=owner_id, q=q
        )
        return await page_of(
            work,
            query,
            key=(Refunds.requested_at, Refunds.id),
            cursor=cursor,
            limit=limit,
            descending=newest_first,
            view=lambda row: row[0].view(row[1]),
        )
