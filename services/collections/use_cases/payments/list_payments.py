"""Which payments are there?"""

from typing import Any
from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.payments import PaymentStatus, PaymentView
from services.collections.store import payments
from services.collections.tables.columns import Payments


async def list_payments(
    uow: UnitOfWork,
    *,
    cursor: str | None,
    limit: int,
    status: PaymentStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    source: str | None = None,
    q: str | None = None,
    newest_first: bool = False,
) -> Page[PaymentView]:
    async with uow.begin() as work:
        of: dict[str, Any] = {"customer_id": customer_id, "order_id": order_id, "owner_id": owner_id, "source": source}
        query = payments.query_payments(work, status=status, q=q, **of)
        page = await page_of(
            work,
            query,
            key=(Payments.recorded_at, Payments.id),
            cursor=cursor,
            limit=limit,
            descending=newest_first,
            view=lambda row: row,
        )
        return Page[PaymentView](items=await payments.shown(work, page.items), next=page.next)
