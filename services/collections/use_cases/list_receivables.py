"""Which receivables are there?"""

from uuid import UUID

from chassis.database import page_of
from chassis.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.receivables import ReceivableStatus, ReceivableView
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
    overdue: bool | None = None,
    history: bool | None = None,
) -> Page[ReceivableView]:
    async with uow.begin() as work:
        query = receivables.listed(
            work, status=status, customer_id=customer_id, order_id=order_id, overdue=overdue, history=history
        )
        key = (Receivables.created_at, Receivables.id)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row.view(work.now))


async def show_receivable(id: UUID, uow: UnitOfWork) -> ReceivableView:
    async with uow.begin() as work:
        return (await receivables.find_receivable(work, id)).view(work.now)
