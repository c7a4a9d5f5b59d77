"""How are receivables found, locked, listed and counted?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, case, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_one_statement, in_scope, is_in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.receivables import ReceivableStatus
from messages.errors import NotFound
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables import Receivable
from services.collections.tables.columns import Allocations, Receivables

OPEN = ReceivableStatus.OPEN
BY_ID = "r.id = ANY($1::uuid[])"
OF_ORDER = "r.order_id = $1"
OF_DEBTOR = "r.customer_id = $1 AND r.currency = $2 AND r.legal_entity_id = $3 AND r.status = 'OPEN'"
NOT_DUE = -1  # days late: of today's date, it is due
UNSETTLED: Any = Receivables.amount - Receivables.paid - Receivables.written_off
# How late: days after the due date, in the receivable's own time zone. What came for an order and settles nothing is
# told apart: before finance has seen it, and after.
SUMS = """
SELECT o.order_id, r.*, p.* FROM unnest($1::uuid[]) AS o (order_id), LATERAL (
  SELECT coalesce(sum(r.amount) FILTER (WHERE r.status <> 'CANCELLED'), 0.00) AS receivable,
    coalesce(sum(r.paid) FILTER (WHERE r.status <> 'CANCELLED'), 0.00) AS paid,
    coalesce(sum(r.waiting) FILTER (WHERE r.status <> 'CANCELLED'), 0.00) AS waiting,
    coalesce(sum(r.written_off) FILTER (WHERE r.status <> 'CANCELLED'), 0.00) AS written_off,
    min(r.due_on) FILTER (WHERE r.status = 'OPEN') AS next_due_on,
    greatest(max(timezone(r.tz, $2::timestamptz)::date - r.due_on) FILTER (WHERE r.status = 'OPEN'), 0) AS days_late
  FROM receivables r WHERE r.order_id = o.order_id) r, LATERAL (
  SELECT coalesce(sum(p.amount - p.allocated - p.refunded) FILTER (WHERE p.status = 'RECORDED'), 0.00) AS idle_recorded,
    coalesce(sum(p.amount - p.allocated - p.refunded) FILTER (WHERE p.status = 'CONFIRMED'), 0.00) AS idle_confirmed
  FROM payments p WHERE p.order_id = o.order_id AND p.status IN ('RECORDED', 'CONFIRMED')) p"""


async def find_receivable(work: Work, id: UUID) -> Receivable:
    """In the actor's scope. Raises NotFound."""
    query = select(Receivables).where(Receivables.id == id, in_scope(Receivables, work.actor.scope))
    found: Receivable | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("receivable", id)
    return found


async def find_receivables(work: Work, ids: Collection[UUID]) -> list[Receivable]:
    """All of these, in the actor's scope. Raises NotFound."""
    query = select(Receivables).where(Receivables.id.in_(ids), in_scope(Receivables, work.actor.scope))
    found = list((await work.session.execute(query)).scalars())
    missing = sorted(set(ids) - {row.id for row in found})
    if missing:
        raise NotFound("receivable", missing[0])
    return found


async def lock_receivables(work: Work, ids: Collection[UUID]) -> dict[UUID, Receivable]:
    """By id, in the order of their ids, so that two who lock the same never wait for each other."""
    ours = _locked_before(work)
    if ours.keys() >= set(ids):
        return {id: ours[id] for id in sorted(ids)}
    return await _locked(work, BY_ID, list(ids))


async def lock_of_order(work: Work, order_id: UUID) -> list[Receivable]:
    return list((await _locked(work, OF_ORDER, order_id)).values())


async def is_known(work: Work, id: UUID) -> bool:
    """Whoever's it is."""
    return await work.session.get(Receivable, id) is not None


async def last_instalment(work: Work, order_id: UUID) -> int:
    """The highest number among an order's receivables; its account is the lock of who adds some."""
    query = select(func.max(Receivables.instalment)).where(Receivables.order_id == order_id)
    return (await work.session.execute(query)).scalar_one_or_none() or 0


async def lock_debts(
    work: Work, *, customer_id: UUID, currency: str, legal_entity_id: str, order_id: UUID | None, ids: Collection[UUID]
) -> dict[UUID, Receivable]:
    """Open receivables in the actor's scope that this customer's money may settle: the order's, the named, or all."""
    debtor = (customer_id, currency, legal_entity_id)
    if ids:
        found = await _locked(work, f"{OF_DEBTOR} AND r.id = ANY($4::uuid[])", *debtor, list(ids))
    elif order_id is not None:
        found = await _locked(work, f"{OF_DEBTOR} AND r.order_id = $4", *debtor, order_id)
    else:
        found = await _locked(work, f"{OF_DEBTOR} AND r.waiting < r.amount - r.paid - r.written_off", *debtor)
    return {id: row for id, row in found.items() if is_in_scope(row, work.actor.scope)}


async def lock_open(
    work: Work,
    *,
    customer_id: UUID,
    currency: str,
    legal_entity_id: str,
    order_ids: Collection[UUID] | None,
    ids: Collection[UUID],
) -> dict[UUID, Receivable]:
    """Open receivables that the customer's money may be moved between: those of these orders, or all; and the named."""
    debtor, named = (customer_id, currency, legal_entity_id), list(ids)
    if order_ids is None:
        return await _locked(work, f"{OF_DEBTOR} OR r.id = ANY($4::uuid[])", *debtor, named)
    of_orders = f"{OF_DEBTOR} AND r.order_id = ANY($4::uuid[]) OR r.id = ANY($5::uuid[])"
    return await _locked(work, of_orders, *debtor, list(order_ids), named)


async def _locked(work: Work, where: str, *values: Any) -> dict[UUID, Receivable]:
    sql = f"SELECT {columns(Receivable, 'r')} FROM receivables r WHERE {where} ORDER BY r.id FOR UPDATE"
    found = {row.id: row for (row,) in await work.read((Receivable,), sql, *values)}
    _locked_before(work).update(found)
    return found


def _locked_before(work: Work) -> dict[UUID, Receivable]:
    """By this transaction: what it holds nobody else changes."""
    ours: dict[UUID, Receivable] = work.session.info.setdefault("locked_receivables", {})
    return ours


async def import_receivables(work: Work, rows: Sequence[Receivable]) -> set[UUID]:
    """The ids of those that were not known yet; one statement, in the order of the natural key."""
    if not rows:
        return set()
    for row in rows:
        row.search = row.searched()
    values = [row.model_dump() for row in sorted(rows, key=lambda row: (row.legal_entity_id, row.external_id or ""))]
    fresh = insert(Receivables).on_conflict_do_nothing().returning(Receivables.id)
    return set((await work.session.execute(in_one_statement(fresh), values)).scalars())


def query_receivables(
    work: Work,
    *,
    status: ReceivableStatus | None,
    customer_id: UUID | None,
    order_id: UUID | None,
    payment_id: UUID | None,
    overdue: bool | None,
    history: bool | None,
    owner_id: UUID | None,
    q: str | None,
) -> Select[Any]:
    found_by = both(is_found_by(Receivables.search, q), Receivables.owner_id == owner_id if owner_id else None)
    query = select(Receivables).where(in_scope(Receivables, work.actor.scope), found_by)
    if status is not None:
        query = query.where(Receivables.status == status)
    if customer_id is not None:
        query = query.where(is_of_customer(Receivables.customer_id, customer_id))
    if order_id is not None:
        query = query.where(Receivables.order_id == order_id)
    if payment_id is not None:
        settled = select(Allocations.receivable_id).where(
            Allocations.payment_id == payment_id, Allocations.released_at.is_(None)
        )
        query = query.where(Receivables.id.in_(settled))
    if history is not None:
        query = query.where(Receivables.history == history)
    if overdue is not None:
        late = (Receivables.status == OPEN) & (late_days(work.now) > 0)
        query = query.where(late if overdue else ~func.coalesce(late, False))
    return query


async def list_open(work: Work, *, most: int) -> Sequence[Receivable]:
    """Those in the actor's scope, the earliest due first, those without a date last."""
    query = select(Receivables).where(Receivables.status == OPEN, in_scope(Receivables, work.actor.scope))
    ordered = query.order_by(Receivables.due_on.asc().nulls_last(), Receivables.id).limit(most)
    return list((await work.session.execute(ordered)).scalars())


def of_class(
    query: Select[Any], now: datetime, days: tuple[int | None, int | None] | None, currency: str | None
) -> Select[Any]:
    """The open ones that are so many days late (`days_of`), of this currency; None narrows nothing."""
    query = query if currency is None else query.where(Receivables.currency == currency)
    if days is None:
        return query
    first, last = days
    query = query.where(Receivables.status == OPEN)
    if first is None and last is None:
        return query.where(Receivables.due_on.is_(None))
    late = late_days(now)
    query = query if first is None else query.where(late >= first)
    return query if last is None else query.where(late <= last)


async def sum_when_due(work: Work) -> Sequence[Any]:
    """What is open in the actor's scope, per currency: of what is due by now (or has no date yet), or not yet: `edge`
    is NOT_DUE. Of one customer: each is read."""
    is_due = late_days(work.now) > NOT_DUE
    edge = case((Receivables.due_on.is_(None), None), (is_due, NOT_DUE + 1), else_=NOT_DUE).label("edge")
    query = select(edge, Receivables.currency, func.count().label("count"), func.sum(UNSETTLED).label("open"))
    own = query.where(Receivables.status == OPEN, in_scope(Receivables, work.actor.scope))
    return (await work.session.execute(own.group_by(edge, Receivables.currency))).all()


async def sums_of_orders(work: Work, order_ids: Collection[UUID]) -> dict[UUID, Any]:
    """As they stand in this transaction: owed, paid, waiting, written off, the next due date, how late the latest is,
    and what lies idle. Each of the orders is there, with nothing where it has nothing."""
    await work.write()
    return {row["order_id"]: row for row in await work.fetch(SUMS, list(order_ids), work.now)}


def late_days(now: datetime) -> ColumnElement[int]:
    """Days after the due date, in the receivable's own time zone."""
    today = cast(func.timezone(Receivables.tz, now), Date)
    found: ColumnElement[int] = today - Receivables.due_on
    return found
