"""How are receivables found, locked, listed and counted?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, case, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import in_scope
from chassis.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from messages.errors import NotFound
from services.collections.tables import Receivable
from services.collections.tables.columns import Receivables

OPEN = ReceivableStatus.OPEN


async def find_receivable(work: Work, id: UUID) -> Receivable:
    """In the actor's scope. Raises NotFound."""
    query = select(Receivables).where(Receivables.id == id, in_scope(Receivables, work.actor.scope))
    found: Receivable | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("receivable", id)
    return found


async def lock_receivables(work: Work, ids: Collection[UUID]) -> dict[UUID, Receivable]:
    """By id, in the order of their ids, so that two who lock the same never wait for each other."""
    return await _locked(work, Receivables.id.in_(ids)) if ids else {}


async def lock_of_order(work: Work, order_id: UUID) -> list[Receivable]:
    return list((await _locked(work, Receivables.order_id == order_id)).values())


async def lock_debts(
    work: Work, *, customer_id: UUID, currency: str, legal_entity_id: str, order_id: UUID | None, ids: Collection[UUID]
) -> dict[UUID, Receivable]:
    """Open receivables in the actor's scope that this customer's money may settle: the order's, the named, or all."""
    conditions = [
        Receivables.customer_id == customer_id,
        Receivables.currency == currency,
        Receivables.legal_entity_id == legal_entity_id,
        Receivables.status == OPEN,
        in_scope(Receivables, work.actor.scope),
    ]
    if ids:
        conditions.append(Receivables.id.in_(ids))
    elif order_id is not None:
        conditions.append(Receivables.order_id == order_id)
    else:
        conditions.append(Receivables.paid + Receivables.waiting < Receivables.amount)
    return await _locked(work, *conditions)


async def _locked(work: Work, *conditions: Any) -> dict[UUID, Receivable]:
    query = select(Receivables).where(*conditions).order_by(Receivables.id).with_for_update()
    fresh = query.execution_options(populate_existing=True)
    return {row.id: row for row in (await work.session.execute(fresh)).scalars()}


async def import_receivables(work: Work, rows: Sequence[Receivable]) -> set[UUID]:
    """The ids of those that were not known yet; one statement, in the order of the natural key."""
    if not rows:
        return set()
    values = [row.model_dump() for row in sorted(rows, key=lambda row: (row.legal_entity_id, row.external_id or ""))]
    fresh = insert(Receivables).on_conflict_do_nothing().returning(Receivables.id)
    return set((await work.session.execute(fresh, values)).scalars())


def listed(
    work: Work,
    *,
    status: ReceivableStatus | None,
    customer_id: UUID | None,
    order_id: UUID | None,
    overdue: bool | None,
    history: bool | None,
) -> Select[Any]:
    query = select(Receivables).where(in_scope(Receivables, work.actor.scope))
    if status is not None:
        query = query.where(Receivables.status == status)
    if customer_id is not None:
        query = query.where(Receivables.customer_id == customer_id)
    if order_id is not None:
        query = query.where(Receivables.order_id == order_id)
    if history is not None:
        query = query.where(Receivables.history == history)
    if overdue is not None:
        late = (Receivables.status == OPEN) & (_late(work.now) > 0)
        query = query.where(late if overdue else ~func.coalesce(late, False))
    return query


async def counted(work: Work) -> Sequence[Any]:
    """Per status, history and currency: how many, their amount, what is paid."""
    keys = (Receivables.status, Receivables.history, Receivables.currency)
    query = (
        select(
            *keys,
            func.count().label("count"),
            func.sum(Receivables.amount).label("amount"),
            func.sum(Receivables.paid).label("paid"),
        )
        .where(in_scope(Receivables, work.actor.scope))
        .group_by(*keys)
        .order_by(*keys)
    )
    return (await work.session.execute(query)).all()


async def aged(work: Work, edges: Sequence[int]) -> Sequence[Any]:
    """Open ones by days late: the highest day of their class (None: no date) and currency."""
    late = _late(work.now)
    classes = case((Receivables.due_on.is_(None), None), *[(late <= edge, edge) for edge in edges], else_=edges[-1] + 1)
    edge = classes.label("edge")
    sums = (func.count().label("count"), func.sum(Receivables.amount - Receivables.paid).label("open"))
    query = select(edge, Receivables.currency, *sums).where(
        Receivables.status == OPEN, in_scope(Receivables, work.actor.scope)
    )
    return (await work.session.execute(query.group_by(edge, Receivables.currency))).all()


async def totals_of_order(work: Work, order_id: UUID) -> Any:
    """What the order's receivables come to: owed, paid, waiting, the next due date."""
    counts = Receivables.status != ReceivableStatus.CANCELLED
    next_due = func.min(Receivables.due_on).filter(Receivables.status == OPEN)
    query = select(
        func.coalesce(func.sum(Receivables.amount).filter(counts), Decimal(0)).label("receivable"),
        func.coalesce(func.sum(Receivables.paid).filter(counts), Decimal(0)).label("paid"),
        func.coalesce(func.sum(Receivables.waiting).filter(counts), Decimal(0)).label("waiting"),
        next_due.label("next_due_on"),
    ).where(Receivables.order_id == order_id)
    return (await work.session.execute(query)).one()


def _late(now: datetime) -> ColumnElement[int]:
    """Days after the due date, in the receivable's own time zone."""
    today = cast(func.timezone(Receivables.tz, now), Date)
    found: ColumnElement[int] = today - Receivables.due_on
    return found
