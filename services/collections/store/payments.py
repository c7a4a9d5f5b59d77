"""How are payments and what they settle found, locked and listed?"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, tuple_, union

from chassis.db.database import in_scope, is_in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from chassis.db.written_rows import insert_of, is_written
from messages.collections.payments import Allocation, PaymentStatus, PaymentView
from messages.errors import NotFound
from messages.money import Money
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables import AllocationRow, Payment, Receivable
from services.collections.tables.columns import Allocations, Payments, Receivables

STANDING = (PaymentStatus.RECORDED, PaymentStatus.CONFIRMED)
UNRELEASED = Allocations.released_at.is_(None)
CAME: Any = (
    func.coalesce(Payments.received_currency, Payments.currency),
    func.coalesce(Payments.received_amount, Payments.amount),
)
IS_FREE: Any = Payments.allocated + Payments.refunded < Payments.amount
PAYMENT = f"SELECT {columns(Payment, 'p')} FROM payments p WHERE p.id = $1"
SEE_AND_LOCK_CUSTOMER = (
    f"SELECT {columns(Payment, 'p')} FROM payments p JOIN customers c ON c.id = p.customer_id"
    " WHERE p.id = $1 FOR UPDATE OF c"
)
OF_CUSTOMER = (
    f"SELECT {columns(Payment, 'p')} FROM payments p"
    " WHERE p.customer_id = $2 AND p.currency = $3 AND p.legal_entity_id = $4"
)
FREE = "p.allocated + p.refunded < p.amount"
SETTLES_LATER = (
    "EXISTS (SELECT FROM allocations l JOIN receivables r ON r.id = l.receivable_id WHERE l.payment_id = p.id"
    " AND l.released_at IS NULL AND coalesce(r.due_on, 'infinity') >= coalesce((SELECT min(o.due_on) FROM receivables o"
    " JOIN allocations s ON s.receivable_id = o.id AND s.payment_id = $1 AND s.released_at IS NULL), 'infinity'))"
)
SETTLED = (
    f"SELECT {columns(AllocationRow, 'l')}, r.order_id FROM allocations l JOIN receivables r ON r.id = l.receivable_id"
    " WHERE l.payment_id = ANY($1::uuid[]) AND l.released_at IS NULL ORDER BY r.due_on, r.id"
)
LAST_RECEIVED = (
    "SELECT l.receivable_id, max(p.received_on) FROM allocations l JOIN payments p ON p.id = l.payment_id"
    " WHERE l.receivable_id = ANY($1::uuid[]) AND l.confirmed AND l.released_at IS NULL GROUP BY l.receivable_id"
)


def of_payment(query: Select[Any], number: Any, *, owner_id: UUID | None, q: str | None) -> Select[Any]:
    """Of records joined with their payments: one's own, and found by their own number or as the payment is."""
    if owner_id is not None:
        query = query.where(Payments.owner_id == owner_id)
    found = is_found_by(Payments.search, q)
    return query if found is None else query.where(or_(found, number == (q or "").strip().upper()))


async def find_payment(work: Work, id: UUID) -> Payment | None:
    """Whoever's it is."""
    found = await work.read((Payment,), PAYMENT, id)
    return found[0][0] if found else None


async def get_visible_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope. Raises NotFound."""
    return _visible(work, await find_payment(work, id), id)


async def lock_payment(work: Work, id: UUID) -> Payment:
    """In the actor's scope, locked until the end. Raises NotFound."""
    found = await work.read((Payment,), f"{PAYMENT} FOR UPDATE", id)
    return _visible(work, found[0][0] if found else None, id)


async def lock_group(work: Work, id: UUID) -> tuple[Payment, list[Payment]]:
    """In the actor's scope, locked until the end, with all money of its customer that may settle something else by what
    becomes of it: what waits for finance, and what finance saw and lies idle. Raises NotFound."""
    return await _lock_of_customer(work, id, f"p.status = 'CONFIRMED' AND {FREE}")


async def _lock_of_customer(work: Work, id: UUID, seen_too: str) -> tuple[Payment, list[Payment]]:
    """This payment and these others of its customer, who is locked before: in one statement, since who locks some of
    them first and more of them later waits for ever for who locks them in the order of their ids."""
    found = await work.read((Payment,), SEE_AND_LOCK_CUSTOMER, id)
    seen = _visible(work, found[0][0] if found else None, id)
    others = f"p.automatic AND (p.status = 'RECORDED' OR {seen_too})"
    sql = f"{OF_CUSTOMER} AND (p.id = $1 OR {others}) ORDER BY p.id FOR UPDATE OF p"
    of_customer = (id, seen.customer_id, seen.currency, seen.legal_entity_id)
    group = [payment for (payment,) in await work.read((Payment,), sql, *of_customer)]
    return next(payment for payment in group if payment.id == id), group


async def lock_served(work: Work, id: UUID) -> tuple[Payment, list[Payment]]:
    """The same, with the confirmed money that nobody gave a purpose and that settles something which was due no earlier
    than what this payment settles: it may serve that first. Raises NotFound."""
    await work.write(AllocationRow)
    return await _lock_of_customer(work, id, f"p.status = 'CONFIRMED' AND ({FREE} OR {SETTLES_LATER})")


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


def _visible(work: Work, found: Payment | None, id: UUID) -> Payment:
    if found is None or not is_in_scope(found, work.actor.scope):
        raise NotFound("payment", id)
    return found


async def add_payment(work: Work, payment: Payment) -> Payment | None:
    """As it is kept; None when a payment with this reference is there already (the unique index decides between two at
    once)."""
    payment.search = payment.searched()
    made = insert_of(payment)
    if not await work.fetch(f"{made.sql} ON CONFLICT DO NOTHING RETURNING 1", *made.values):
        return None
    is_written(work.session, payment)
    return payment


async def has_reference(work: Work, legal_entity_id: str, reference_key: str | None, amount: Money) -> bool:
    """Was money of this reference and amount recorded already?"""
    of = (Payments.legal_entity_id, Payments.reference_key, *CAME)
    same = tuple_(*of) == (legal_entity_id, reference_key, amount.currency, amount.amount)
    query = select(exists().where(same, Payments.status.not_in((PaymentStatus.REJECTED, PaymentStatus.VOIDED))))
    return bool((await work.session.execute(query)).scalar_one())


async def allocations_of(work: Work, payment_ids: Collection[UUID]) -> list[AllocationRow]:
    """Those that stand, what was due first before."""
    return [part for part, _ in await settled_by(work, payment_ids)]


async def settled_by(work: Work, payment_ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    """What the payments settle: the allocation and the receivable's order."""
    return await work.read((AllocationRow,), SETTLED, list(payment_ids))


async def last_received(work: Work, receivable_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the latest confirmed money on each."""
    await work.write(AllocationRow)
    return dict(await work.fetch(LAST_RECEIVED, list(receivable_ids)))


async def last_of_discounted(work: Work, rows: Iterable[Receivable]) -> dict[UUID, date]:
    """The same of those that have a discount of early payment; most have none."""
    discounted = [row.id for row in rows if row.discount]
    return await last_received(work, discounted) if discounted else {}


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
    source: str | None = None,
    q: str | None,
) -> Select[Any]:
    found_by = both(is_found_by(Payments.search, q), Payments.owner_id == owner_id if owner_id else None)
    query = select(Payments).where(in_scope(Payments, work.actor.scope), found_by)
    if status is not None:
        query = query.where(Payments.status == status)
    if customer_id is not None:
        query = query.where(is_of_customer(Payments.customer_id, customer_id))
    if source is not None:
        query = query.where(Payments.source == source)
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
    return _orders(payment, await settled_by(work, [payment.id]))


def _orders(payment: Payment, settled: Sequence[Any]) -> list[UUID]:
    return sorted({order for order in (payment.order_id, *[order_id for _, order_id in settled]) if order})


def event_args(payment: Payment, order_ids: list[UUID]) -> dict[str, Any]:
    """What all its events say."""
    own = ("number", "customer_id", "customer_name", "owner_id", "legal_entity_id", "version")
    own_args = {"payment_id": payment.id, "order_ids": order_ids, "amount": payment.money(payment.amount)}
    own_args["received"] = payment.received
    own_args["on_account"] = payment.order_id is None
    return own_args | {name: getattr(payment, name) for name in own}


async def shown(work: Work, payments: Sequence[Payment]) -> list[PaymentView]:
    """One statement for all of them."""
    if not payments:
        return []
    of: dict[UUID, list[Any]] = {payment.id: [] for payment in payments}
    for row in await settled_by(work, list(of)):
        of[row[0].payment_id].append(row)
    return [view_of(payment, of[payment.id]) for payment in payments]


def view_of(payment: Payment, settled: Sequence[Any]) -> PaymentView:
    """`settled`: what stands of it, each with the order of the receivable."""
    parts = [Allocation(receivable_id=part.receivable_id, amount=part.amount) for part, _ in settled]
    names = ("amount", "allocated", "refunded")
    money: dict[str, Money | None] = {name: payment.money(getattr(payment, name)) for name in names}
    money["received"] = payment.received
    own: dict[str, Any] = payment.model_dump(include=PaymentView.model_fields.keys() - money.keys())
    return PaymentView(**own, **money, order_ids=_orders(payment, settled), allocations=parts)
