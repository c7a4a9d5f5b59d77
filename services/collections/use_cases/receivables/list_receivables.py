"""Which receivables are there?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.receivables import Age, ReceivableStatus, ReceivableView
from services.collections.domain.credit import days_of
from services.collections.store import receivables
from services.collections.tables.columns import Receivables


async def list_receivables(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    status: ReceivableStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    payment_id: UUID | None = None,
    overdue: bool | None = None,
    history: bool | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    newest_first: bool = False,
    age: Age | None = None,
    currency: str | None = None,
) -> Page[ReceivableView]:
    async with uow.begin() as work:
        query = receivables.query_receivables(
            work,
            status=status,
            customer_id=customer_id,
            order_id=order_id,
            payment_id=payment_id,
            overdue=overdue,
            history=history,
            owner_id=owner_id,
            q=q,
        )
        query = receivables.of_class(query, work.now, days_of(age) if age else None, currency)
        return await page_of(
            work,
            query,
            key=(Receivables.created_at, Receivables.id),
            cursor=cursor,
            limit=limit,
            descending=newest_first,
            view=lambda row: row.view(work.now),
        )
