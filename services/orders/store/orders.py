"""How are orders and their lines found?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, text
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.collections.credit import CreditChanged
from messages.errors import NotFound
from messages.money import Money
from messages.orders.credit_stops import CreditStop, StopOutcome
from messages.orders.orders import OrderCount, OrderStatus, OrderView
from services.orders.domain.credit import UnderWay, outcome_of
from services.orders.domain.lifecycle import DELIVERING, ENDED
from services.orders.store.customers import is_of_customer
from services.orders.tables import OrderChangeRow, OrderLineRow, OrderRow
from services.orders.tables.orders import UNDER_WAY

ORDERED = (
    "SELECT total, (SELECT coalesce(sum(o.total - o.credited), 0) FROM orders o"
    " WHERE o.contract_id = $1 AND o.id <> $2 AND o.status <> 'CANCELLED') FROM contracts WHERE id = $1"
)
IN_DEBTS = (
    "UPDATE orders SET in_debts = true WHERE customer_id = $1 AND currency = $2 AND status = ANY($3::text[])"
    " AND NOT in_debts"
)
THESE_IN_DEBTS = IN_DEBTS + " AND id = ANY($4::uuid[])"
WITH_SO_MUCH = """
UPDATE orders o SET in_debts = o.in_debts OR o.status = ANY($4::text[]), debts = n.debts, debts_version = $3
FROM unnest($1::uuid[], $2::numeric[]) AS n (id, debts) WHERE o.id = n.id AND o.debts_version < $3"""
MOST_WAITING = 500  # get goods at one count; the next count is for the next


async def find_order(work: Work, order_id: UUID) -> OrderRow | None:
    """Of those this actor may see."""
    query = select(OrderRow).where(col(OrderRow.id) == order_id, in_scope(OrderRow, work.actor.scope))
    return (await work.session.execute(query)).scalar_one_or_none()


async def get_order(work: Work, order_id: UUID) -> OrderRow:
    found = await find_order(work, order_id)
    if found is None:
        raise NotFound("order", order_id)
    return found


async def lock_order(work: Work, order_id: UUID) -> OrderRow:
    """Locked until the commit, as it stands now, also when it was read before. Raises NotFound, also for those this
    actor may not see."""
    query = select(OrderRow).where(col(OrderRow.id) == order_id, in_scope(OrderRow, work.actor.scope))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    found = (await work.session.execute(fresh)).scalar_one_or_none()
    if found is None:
        raise NotFound("order", order_id)
    return found


async def find_order_id(work: Work, number: str) -> UUID | None:
    """By its number, of those this actor may see; none where two legal entities have one of it: nobody guesses."""
    query = select(col(OrderRow.id)).where(col(OrderRow.number) == number, in_scope(OrderRow, work.actor.scope))
    found = list((await work.session.execute(query.limit(2))).scalars())
    return found[0] if len(found) == 1 else None


async def has_order(work: Work, order_id: UUID) -> bool:
    """Is the id in use, by whomever?"""
    return bool(await work.fetch("SELECT FROM orders WHERE id = $1", order_id))


async def lock_purchase_order(work: Work, customer_id: UUID, purchase_order_number: str) -> str | None:
    """The number of the customer's order that has this number of his and stands. Until the commit nobody else places
    one with it."""
    key = func.hashtextextended(f"{customer_id}/{purchase_order_number}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))
    query = select(col(OrderRow.number)).where(
        col(OrderRow.customer_id) == customer_id,
        col(OrderRow.purchase_order_number) == purchase_order_number,
        col(OrderRow.status) != OrderStatus.CANCELLED,
    )
    return (await work.session.execute(query)).scalar_one_or_none()


async def lock_number(work: Work, legal_entity_id: str, number: str) -> bool:
    """Has an order of the legal entity this number? Until the commit nobody else gives it to one."""
    key = func.hashtextextended(f"order number/{legal_entity_id}/{number}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))
    taken = "SELECT FROM orders WHERE number = $1 AND legal_entity_id = $2"
    return bool(await work.fetch(taken, number, legal_entity_id))


async def list_open_orders_of_contract(work: Work, contract_id: UUID) -> list[str]:
    """The numbers of the orders under a contract that are not cancelled, whoever's they are."""
    query = select(col(OrderRow.number)).where(
        col(OrderRow.contract_id) == contract_id, col(OrderRow.status) != OrderStatus.CANCELLED
    )
    return list((await work.session.scalars(query.order_by(col(OrderRow.number)))).all())


async def sum_under_way(
    work: Work, order: OrderRow, *, before: datetime | None = None, changes_before: datetime | None = None
) -> UnderWay:
    """The customer's other orders in this currency; of those that wait, the ones placed before, or all. What changes of
    them that wait for approval cost more waits like an order does, and counts when it is approved until it is among the
    debts."""
    status, net = col(OrderRow.status), col(OrderRow.total) - col(OrderRow.credited)
    more = func.greatest(net - func.coalesce(col(OrderRow.debts), net), 0)
    uncounted = case((col(OrderRow.in_debts), more), else_=net)
    waiting = status == OrderStatus.PLACED
    counts = waiting if before is None else and_(waiting, col(OrderRow.placed_at) < before)
    delivering = status.in_(DELIVERING)
    query = select(
        func.sum(net).filter(counts),
        func.sum(uncounted).filter(delivering),
        func.max(col(OrderRow.exposure)).filter(delivering),
    ).where(
        col(OrderRow.customer_id) == order.customer_id,
        col(OrderRow.currency) == order.currency,
        text(f"orders.{UNDER_WAY}"),  # in the very words of their index
        col(OrderRow.id) != order.id,
    )
    added = _sum_of_waiting_changes(order, before=changes_before or before)
    waits, confirmed, accepted, more = (await work.session.execute(query.add_columns(added))).one()
    nothing = Decimal(0)
    return UnderWay((waits or nothing) + (more or nothing), confirmed or nothing, accepted or nothing)


def _sum_of_waiting_changes(order: OrderRow, *, before: datetime | None) -> Any:
    """In the very words of their index, which has the open ones alone."""
    query = select(func.sum(col(OrderChangeRow.amount))).where(
        text("order_changes.status = 'REQUESTED'"),
        col(OrderChangeRow.customer_id) == order.customer_id,
        col(OrderChangeRow.currency) == order.currency,
        col(OrderChangeRow.order_id) != order.id,
        col(OrderChangeRow.amount) > 0,
    )
    if before is not None:
        query = query.where(col(OrderChangeRow.requested_at) < before)
    return query.scalar_subquery()


async def sum_ordered(work: Work, order: OrderRow) -> tuple[Decimal, Decimal]:
    """What the order's contract agreed, and what the contract's other orders cost; without one, no more than itself."""
    if order.contract_id is None:
        return order.total, Decimal(0)
    agreed, ordered = (await work.fetch(ORDERED, order.contract_id, order.id))[0]
    return agreed, ordered


async def mark_in_debts(work: Work, event: CreditChanged) -> None:
    """Collections counts these orders in what the customer owes. A publisher of before does not say which: all are."""
    of_customer = event.customer_id, event.owed.currency, DELIVERING
    if event.order_ids is None:
        await work.fetch(IN_DEBTS, *of_customer)
        return
    if event.order_amounts:
        ids, amounts = map(list, zip(*sorted(event.order_amounts.items()), strict=True))
        await work.fetch(WITH_SO_MUCH, ids, amounts, event.version, DELIVERING)
    if bare := [id for id in event.order_ids if id not in event.order_amounts]:
        await work.fetch(THESE_IN_DEBTS, *of_customer, bare)


async def lock_waiting(work: Work, product_ids: Iterable[UUID]) -> Sequence[OrderRow]:
    """Orders that wait for one of these products, the oldest first."""
    wanted = select(col(OrderLineRow.order_id)).where(col(OrderLineRow.product_id).in_(list(product_ids)))
    query = (
        select(OrderRow)
        .where(col(OrderRow.waiting_since).is_not(None), col(OrderRow.id).in_(wanted))
        .order_by(col(OrderRow.placed_at), col(OrderRow.id))
        .limit(MOST_WAITING)
        .with_for_update()
    )
    return (await work.session.execute(query)).scalars().all()


async def list_lines(work: Work, order_ids: Iterable[UUID]) -> dict[UUID, list[OrderLineRow]]:
    """The lines of each of these orders, in their order."""
    lines: dict[UUID, list[OrderLineRow]] = {order_id: [] for order_id in order_ids}
    query = select(OrderLineRow).where(col(OrderLineRow.order_id).in_(list(lines))) if lines else None
    if query is None:
        return lines
    for row in (
        await work.session.execute(query.order_by(col(OrderLineRow.order_id), col(OrderLineRow.line)))
    ).scalars():
        lines[row.order_id].append(row)
    return lines


async def lines_of(work: Work, order_id: UUID) -> list[OrderLineRow]:
    return (await list_lines(work, [order_id]))[order_id]


async def list_orders(
    work: Work,
    *,
    status: OrderStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    contract_id: UUID | None = None,
    owner_id: UUID | None = None,
    exchange_of: UUID | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderView]:
    """The newest first, of those this actor may see."""
    query = select(OrderRow).where(
        in_scope(OrderRow, work.actor.scope),
        both(
            None if status is None else col(OrderRow.status) == status,
            None if open is None else _is_open(open),
            None if customer_id is None else is_of_customer(col(OrderRow.customer_id), customer_id),
            None if contract_id is None else col(OrderRow.contract_id) == contract_id,
            None if owner_id is None else col(OrderRow.owner_id) == owner_id,
            None if exchange_of is None else col(OrderRow.exchange_of) == exchange_of,
            is_found_by(col(OrderRow.search), q),
        ),
    )
    key = (col(OrderRow.placed_at), col(OrderRow.id))
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    lines = await list_lines(work, [row.id for row in page.items])
    return Page[OrderView](items=[row.view(lines[row.id]) for row in page.items], next=page.next)


async def count_orders(work: Work) -> list[OrderCount]:
    """Per status and currency, of those this actor may see."""
    query = (
        select(col(OrderRow.status), col(OrderRow.currency), func.count(), func.sum(col(OrderRow.total)))
        .where(in_scope(OrderRow, work.actor.scope))
        .group_by(col(OrderRow.status), col(OrderRow.currency))
        .order_by(col(OrderRow.status), col(OrderRow.currency))
    )
    rows = (await work.session.execute(query)).all()
    return [OrderCount(status=status, count=n, total=Money.of(total, money)) for status, money, n, total in rows]


async def sum_credit_stops(work: Work, since: datetime) -> list[CreditStop]:
    """Orders that were over the limit when they were placed, since then, of those this actor may see."""
    keys = (col(OrderRow.status), col(OrderRow.currency))
    query = (
        select(*keys, func.count(), func.sum(col(OrderRow.total)))
        .where(text("orders.exposure IS NOT NULL"), col(OrderRow.placed_at) >= since)
        .where(in_scope(OrderRow, work.actor.scope))
        .group_by(*keys)
    )
    found: dict[tuple[StopOutcome, str], tuple[int, Decimal]] = {}
    for status, currency, count, total in (await work.session.execute(query)).all():
        key = (outcome_of(status), currency)
        before, sum_before = found.get(key, (0, Decimal(0)))
        found[key] = (before + count, sum_before + total)
    return [
        CreditStop(outcome=outcome, count=count, total=Money.of(total, currency))
        for (outcome, currency), (count, total) in sorted(found.items())
    ]


def _is_open(wanted: bool) -> ColumnElement[bool]:
    ended = sorted(ENDED)
    status = col(OrderRow.status)
    return status.not_in(ended) if wanted else status.in_(ended)
