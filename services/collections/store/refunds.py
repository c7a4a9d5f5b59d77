"""How are refunds found, locked and listed?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.refunds import RefundStatus
from messages.errors import NotFound
from services.collections.store.customers.joined import is_of_customer
from services.collections.store.payments import lock_payment, of_payment
from services.collections.tables import Payment, Refund
from services.collections.tables.columns import Payments, Refunds


def query_refunds(
    work: Work,
    *,
    payment_id: UUID | None,
    customer_id: UUID | None,
    status: RefundStatus | None,
    owner_id: UUID | None = None,
    q: str | None = None,
) -> Select[Any]:
    """With their payments, of those in the actor's scope."""
    query = (
        select(Refunds, Payments)
        .join(Payments, Payments.id == Refunds.payment_id)
        .where(in_scope(Payments, work.actor.scope))
    )
    if payment_id is not None:
        query = query.where(Refunds.payment_id == payment_id)
    if customer_id is not None:
        query = query.where(is_of_customer(Payments.customer_id, customer_id))
    if status is not None:
        query = query.where(Refunds.status == status)
    return of_payment(query, Refunds.number, owner_id=owner_id, q=q)


async def find_refund(work: Work, id: UUID) -> Refund | None:
    """Whoever's it is."""
    return (await work.session.execute(select(Refunds).where(Refunds.id == id))).scalar_one_or_none()


async def sum_sent(work: Work, payment_id: UUID) -> Decimal:
    """What went back of a payment, or is set aside to, in the currency in which it came."""
    query = select(func.coalesce(func.sum(Refunds.sent_amount), 0)).where(
        Refunds.payment_id == payment_id, Refunds.status.in_((RefundStatus.REQUESTED, RefundStatus.CONFIRMED))
    )
    return Decimal((await work.session.execute(query)).scalar_one())


async def get_visible_refund(work: Work, id: UUID) -> tuple[Refund, Payment]:
    """In the actor's scope. Raises NotFound."""
    query = query_refunds(work, payment_id=None, customer_id=None, status=None).where(Refunds.id == id)
    found = (await work.session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("refund", id)
    return found[0], found[1]


async def lock_refund(work: Work, id: UUID) -> tuple[Refund, Payment]:
    """In the actor's scope, locked until the end: its payment before it. Raises NotFound."""
    seen, _ = await get_visible_refund(work, id)
    paid = await lock_payment(work, seen.payment_id)
    query = select(Refunds).where(Refunds.id == id).with_for_update()
    found: Refund = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one()
    return found, paid
