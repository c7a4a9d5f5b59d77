"""Which payments are there?"""

from uuid import UUID

from chassis.database import page_of
from chassis.unit_of_work import UnitOfWork
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
) -> Page[PaymentView]:
    async with uow.begin() as work:
        query = payments.listed(work, status=status, customer_id=customer_id, order_id=order_id)
        key = (Payments.recorded_at, Payments.id)
        page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
        return Page[PaymentView](items=await payments.shown(work, page.items), next=page.next)


async def show_payment(id: UUID, uow: UnitOfWork) -> PaymentView:
    async with uow.begin() as work:
        return (await payments.shown(work, [await payments.see_payment(work, id)]))[0]
