"""How are payments and what they settle found, locked and listed?"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import in_scope
from chassis.unit_of_work import Work
from messages.collections.payments import Allocation, PaymentStatus, PaymentView
from messages.errors import NotFound
from services.collections.tables import AllocationRow, Payment
from services.collections.tables.columns import Allocations, Payments, Receivables

STANDS = Allocations.released_at.is_(None)


async def find_payment(work: Work, id: UUID) -> Payment | None:
    """Whoever's it is."""
    return (await work.session.execute(select(Payments).where(Payments.id == id))).scalar_one_or_none()


async def see_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope. Raises NotFound."""
    return await _one(work, select(Payments).where(Payments.id == id, in_scope(Payments, work.actor.scope)), id)


async def lock_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope, locked until the end. Raises NotFound."""
    query = select(Payments).where(Payments.id == id, in_scope(Payments, work.actor.scope))
    return await _one(work, query.with_for_update(), id)


async def lock_payment_made(work: Work, id: UUID) -> Payment:
    """What this very transaction added."""
    return await _one(work, select(Payments).where(Payments.id == id), id)


async def lock_payments_of_order(work: Work, order_id: UUID) -> list[Payment]:
    """Those that settle something of this order, by id."""
    settles = exists().where(
        Allocations.payment_id == Payments.id,
        Allocations.receivable_id == Receivables.id,
        Receivables.order_id == order_id,
        STANDS,
    )
    query = select(Payments).where(settles).order_by(Payments.id).with_for_update()
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def lock_prepaid(work: Work, order_id: UUID) -> list[Payment]:
    """Those recorded for this order of which something is left; confirmed before not, then what came first."""
    stands = Payments.status.in_((PaymentStatus.RECORDED, PaymentStatus.CONFIRMED))
    query = select(Payments).where(Payments.order_id == order_id, stands, Payments.allocated < Payments.amount)
    fresh = query.order_by(Payments.confirmed_at.is_(None), Payments.received_on, Payments.number).with_for_update()
    return list((await work.session.execute(fresh.execution_options(populate_existing=True))).scalars())


async def _one(work: Work, query: Select[Any], id: UUID) -> Payment:
    found: Payment | None = (
        await work.session.execute(query.execution_options(populate_existing=True))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("payment", id)
    return found


async def add_payment(work: Work, payment: Payment) -> bool:
    """False when a payment with this reference is there already (the unique index decides between two at once)."""
    fresh = insert(Payments).values(payment.model_dump()).on_conflict_do_nothing().returning(Payments.id)
    return (await work.session.execute(fresh)).first() is not None


async def allocations_of(work: Work, payment_ids: Collection[UUID]) -> list[AllocationRow]:
    """Those that stand, what was due first before."""
    return [part for part, _ in await _settled(work, payment_ids)]


async def _settled(work: Work, payment_ids: Collection[UUID]) -> Sequence[Any]:
    """What the payments settle: the allocation and the receivable's order."""
    query = (
        select(Allocations, Receivables.order_id)
        .join(Receivables, Receivables.id == Allocations.receivable_id)
        .where(Allocations.payment_id.in_(payment_ids), STANDS)
        .order_by(Receivables.due_on, Receivables.id)
    )
    return (await work.session.execute(query)).all()


async def last_received(work: Work, receivable_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the latest confirmed money on each."""
    query = (
        select(Allocations.receivable_id, func.max(Payments.received_on))
        .join(Payments, Payments.id == Allocations.payment_id)
        .where(Allocations.receivable_id.in_(receivable_ids), Allocations.confirmed, STANDS)
        .group_by(Allocations.receivable_id)
    )
    return dict((await work.session.execute(query)).all())


def listed(work: Work, *, status: PaymentStatus | None, customer_id: UUID | None, order_id: UUID | None) -> Select[Any]:
    query = select(Payments).where(in_scope(Payments, work.actor.scope))
    if status is not None:
        query = query.where(Payments.status == status)
    if customer_id is not None:
        query = query.where(Payments.customer_id == customer_id)
    if order_id is not None:
        settles = exists().where(
            Allocations.payment_id == Payments.id,
            Allocations.receivable_id == Receivables.id,
            Receivables.order_id == order_id,
            STANDS,
        )
        query = query.where(or_(Payments.order_id == order_id, settles))
    return query


async def orders_of(work: Work, payment: Payment) -> list[UUID]:
    """The orders that it was for or settles something of."""
    return _orders(payment, await _settled(work, [payment.id]))


def _orders(payment: Payment, settled: Sequence[Any]) -> list[UUID]:
    return sorted({order for order in (payment.order_id, *[order_id for _, order_id in settled]) if order})


def fact(payment: Payment, order_ids: list[UUID]) -> dict[str, Any]:
    """What every event of it tells."""
    own = ("number", "customer_id", "legal_entity_id", "version")
    told = {"payment_id": payment.id, "order_ids": order_ids, "amount": payment.money(payment.amount)}
    return told | {name: getattr(payment, name) for name in own}


async def shown(work: Work, payments: Sequence[Payment]) -> list[PaymentView]:
    """One statement for all of them."""
    if not payments:
        return []
    of: dict[UUID, list[Any]] = {payment.id: [] for payment in payments}
    for row in await _settled(work, list(of)):
        of[row[0].payment_id].append(row)
    return [_view(payment, of[payment.id]) for payment in payments]


def _view(payment: Payment, settled: Sequence[Any]) -> PaymentView:
    parts = [Allocation(receivable_id=part.receivable_id, amount=part.amount) for part, _ in settled]
    money = {"amount": payment.money(payment.amount), "allocated": payment.money(payment.allocated)}
    own: dict[str, Any] = payment.model_dump(include=PaymentView.model_fields.keys() - money.keys())
    return PaymentView(**own, **money, order_ids=_orders(payment, settled), allocations=parts)
