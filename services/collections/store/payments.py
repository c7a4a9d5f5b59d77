"""How are payments and what they settle found, locked and listed?"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, tuple_, union
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.payments import Allocation, PaymentStatus, PaymentView
from messages.errors import NotFound
from messages.money import Money
from services.collections.store.projections import lock_customer
from services.collections.tables import AllocationRow, Payment
from services.collections.tables.columns import Allocations, Payments, Receivables

STANDING = (PaymentStatus.RECORDED, PaymentStatus.CONFIRMED)
UNRELEASED = Allocations.released_at.is_(None)
UNDATED = date.max  # what is not due yet is due last
CAME: Any = (
    func.coalesce(Payments.received_currency, Payments.currency),
    func.coalesce(Payments.received_amount, Payments.amount),
)
IS_FREE: Any = Payments.allocated + Payments.refunded < Payments.amount


def of_payment(query: Select[Any], number: Any, *, owner_id: UUID | None, q: str | None) -> Select[Any]:
    """Of records joined with their payments: one's own, and found by their own number or as the payment is."""
    if owner_id is not None:
        query = query.where(Payments.owner_id == owner_id)
    found = is_found_by(Payments.search, q)
    return query if found is None else query.where(or_(found, number == (q or "").strip().upper()))


async def find_payment(work: Work, id: UUID) -> Payment | None:
    """Whoever's it is."""
    return (await work.session.execute(select(Payments).where(Payments.id == id))).scalar_one_or_none()


async def get_visible_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope. Raises NotFound."""
    return await _payment(work, select(Payments).where(Payments.id == id, in_scope(Payments, work.actor.scope)), id)


async def lock_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope, locked until the end. Raises NotFound."""
    query = select(Payments).where(Payments.id == id, in_scope(Payments, work.actor.scope))
    return await _payment(work, query.with_for_update(), id)


async def lock_group(work: Work, id: UUID) -> tuple[Payment, list[Payment]]:
    """In the actor's scope, locked until the end, with all money of its customer that may settle something else by what
    becomes of it: what waits for finance, and what finance saw and lies idle. Raises NotFound."""
    idle = (Payments.status == PaymentStatus.CONFIRMED) & IS_FREE
    return await _lock_of_customer(work, id, Payments.automatic & ((Payments.status == PaymentStatus.RECORDED) | idle))


async def _lock_of_customer(work: Work, id: UUID, others: Any) -> tuple[Payment, list[Payment]]:
    """This payment and these others of its customer: in one statement, since who locks some of them first and more of
    them later waits for ever for who locks them in the order of their ids."""
    seen = await get_visible_payment(work, id)
    await lock_customer(work, seen.customer_id)
    of_customer = (
        Payments.customer_id == seen.customer_id,
        Payments.currency == seen.currency,
        Payments.legal_entity_id == seen.legal_entity_id,
        or_(Payments.id == id, others),
    )
    query = select(Payments).where(*of_customer).order_by(Payments.id).with_for_update(of=Payments)
    group = list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())
    return next(payment for payment in group if payment.id == id), group


async def lock_served(work: Work, id: UUID) -> tuple[Payment, list[Payment]]:
    """The same, with the confirmed money that nobody gave a purpose and that settles something which was due no earlier
    than what this payment settles: it may serve that first. Raises NotFound."""
    own = (
        select(func.min(Receivables.due_on))
        .join(Allocations, Allocations.receivable_id == Receivables.id)
        .where(Allocations.payment_id == id, UNRELEASED)
    )
    later = exists().where(
        Allocations.payment_id == Payments.id,
        Allocations.receivable_id == Receivables.id,
        func.coalesce(Receivables.due_on, UNDATED) >= func.coalesce(own.scalar_subquery(), UNDATED),
        UNRELEASED,
    )
    seen = (Payments.status == PaymentStatus.CONFIRMED) & (IS_FREE | later)
    return await _lock_of_customer(work, id, Payments.automatic & ((Payments.status == PaymentStatus.RECORDED) | seen))


async def lock_payments_of_order(work: Work, order_id: UUID) -> list[Payment]:
    """Those that settle something of this order, and confirmed ones for it that settle nothing, by id."""
    settling = (
        select(Allocations.payment_id)
        .join(Receivables, Receivables.id == Allocations.receivable_id)
        .where(Receivables.order_id == order_id, UNRELEASED)
    )
    of_order = (Payments.order_id == order_id, Payments.status == PaymentStatus.CONFIRMED, Payments.allocated == 0)
    ids = union(settling, select(Payments.id).where(*of_order, IS_FREE))  # each way goes by its index
    query = select(Payments).where(Payments.id.in_(ids)).order_by(Payments.id).with_for_update(of=Payments)
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def _payment(work: Work, query: Select[Any], id: UUID) -> Payment:
    found: Payment | None = (
        await work.session.execute(query.execution_options(populate_existing=True))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("payment", id)
    return found


async def add_payment(work: Work, payment: Payment) -> Payment | None:
    """As it is kept; None when a payment with this reference is there already (the unique index decides between two at
    once)."""
    payment.search = payment.searched()
    fresh = insert(Payments).values(payment.model_dump()).on_conflict_do_nothing().returning(Payments)
    found: Payment | None = (await work.session.execute(fresh)).scalar_one_or_none()
    return found


async def has_reference(work: Work, legal_entity_id: str, reference_key: str | None, amount: Money) -> bool:
    """Was money of this reference and amount recorded already?"""
    of = (Payments.legal_entity_id, Payments.reference_key, *CAME)
    same = tuple_(*of) == (legal_entity_id, reference_key, amount.currency, amount.amount)
    query = select(exists().where(same, Payments.status.not_in((PaymentStatus.REJECTED, PaymentStatus.VOIDED))))
    return bool((await work.session.execute(query)).scalar_one())


async def allocations_of(work: Work, payment_ids: Collection[UUID]) -> list[AllocationRow]:
    """Those that stand, what was due first before."""
    return [part for part, _ in await _settled(work, payment_ids)]


async def _settled(work: Work, payment_ids: Collection[UUID]) -> Sequence[Any]:
    """What the payments settle: the allocation and the receivable's order."""
    query = (
        select(Allocations, Receivables.order_id)
        .join(Receivables, Receivables.id == Allocations.receivable_id)
        .where(Allocations.payment_id.in_(payment_ids), UNRELEASED)
        .order_by(Receivables.due_on, Receivables.id)
    )
    return (await work.session.execute(query)).all()


async def last_received(work: Work, receivable_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the latest confirmed money on each."""
    query = (
        select(Allocations.receivable_id, func.max(Payments.received_on))
        .join(Payments, Payments.id == Allocations.payment_id)
        .where(Allocations.receivable_id.in_(receivable_ids), Allocations.confirmed, UNRELEASED)
        .group_by(Allocations.receivable_id)
    )
    return dict((await work.session.execute(query)).all())


async def recorders_of(work: Work, receivable_id: UUID) -> list[UUID]:
    """Who recorded the money that stands on it."""
    settles = exists().where(
        Allocations.payment_id == Payments.id, Allocations.receivable_id == receivable_id, UNRELEASED
    )
    return list((await work.session.execute(select(Payments.recorded_by).where(settles).distinct())).scalars())


def query_payments(
    work: Work,
    *,
    status: PaymentStatus | None,
    customer_id: UUID | None,
    order_id: UUID | None,
    owner_id: UUID | None,
    q: str | None,
) -> Select[Any]:
    found_by = both(is_found_by(Payments.search, q), Payments.owner_id == owner_id if owner_id else None)
    query = select(Payments).where(in_scope(Payments, work.actor.scope), found_by)
    if status is not None:
        query = query.where(Payments.status == status)
    if customer_id is not None:
        query = query.where(Payments.customer_id == customer_id)
    if order_id is not None:
        settles = exists().where(
            Allocations.payment_id == Payments.id,
            Allocations.receivable_id == Receivables.id,
            Receivables.order_id == order_id,
            UNRELEASED,
        )
        query = query.where(or_(Payments.order_id == order_id, settles))
    return query


async def orders_of(work: Work, payment: Payment) -> list[UUID]:
    """The orders that it was for or settles something of."""
    return _orders(payment, await _settled(work, [payment.id]))


def _orders(payment: Payment, settled: Sequence[Any]) -> list[UUID]:
    return sorted({order for order in (payment.order_id, *[order_id for _, order_id in settled]) if order})


def event_args(payment: Payment, order_ids: list[UUID]) -> dict[str, Any]:
    """What all its events say."""
    own = ("number", "customer_id", "customer_name", "owner_id", "legal_entity_id", "version")
    own_args = {"payment_id": payment.id, "order_ids": order_ids, "amount": payment.money(payment.amount)}
    own_args["received"] = payment.received
    own_args["on_account"] = payment.order_id is None
    return own_args | {name: getattr(payment, name) for name in own}


async def idle_of_orders(work: Work, order_ids: Collection[UUID]) -> dict[UUID, Any]:
    """What came for each of these orders and settles nothing: before finance has seen it, and after."""
    free = func.sum(Payments.amount - Payments.allocated - Payments.refunded)
    query = select(
        Payments.order_id,
        func.coalesce(free.filter(Payments.status == PaymentStatus.RECORDED), 0).label("recorded"),
        func.coalesce(free.filter(Payments.status == PaymentStatus.CONFIRMED), 0).label("confirmed"),
    ).where(Payments.order_id.in_(order_ids), Payments.status.in_(STANDING))
    return {row.order_id: row for row in await work.session.execute(query.group_by(Payments.order_id))}


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
    names = ("amount", "allocated", "refunded")
    money: dict[str, Money | None] = {name: payment.money(getattr(payment, name)) for name in names}
    money["received"] = payment.received
    own: dict[str, Any] = payment.model_dump(include=PaymentView.model_fields.keys() - money.keys())
    return PaymentView(**own, **money, order_ids=_orders(payment, settled), allocations=parts)
