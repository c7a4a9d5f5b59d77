"""What is expected in which week, what was expected, and what came?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, cast, exists, func, select, union

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.cases.pauses import PauseReason
from messages.collections.cases.promises import PromiseStatus
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.overview.cash import FEWEST_PAID
from services.collections.tables.columns import (
    Allocations,
    CaseReceivables,
    CashForecasts,
    DunningPauses,
    Payments,
    Promises,
    Receivables,
)

OPEN = ReceivableStatus.OPEN
REST: Any = Receivables.amount - Receivables.paid - Receivables.written_off
COUNTED: Any = (func.count().label("count"), func.sum(REST).label("open"))
# COL-205 in one statement; tests/services/collections/overview holds both to the same answer.
HABITS = f"""
WITH gone AS (DELETE FROM payment_habits WHERE shard = $1)
INSERT INTO payment_habits (customer_id, shard, days_late, made_at)
SELECT customer_id, $1, round(sum(amount * (settled_on - due_on)) / sum(amount))::int, $3
FROM receivables WHERE shard = $1 AND status = 'PAID' AND settled_on >= $2 AND settled_on <= $4 AND due_on IS NOT NULL
GROUP BY customer_id HAVING count(*) >= {FEWEST_PAID} AND sum(amount) > 0
ON CONFLICT (customer_id) DO UPDATE SET days_late = excluded.days_late, made_at = excluded.made_at"""
KNOW_HABITS = """
UPDATE receivables r SET usual_days_late = k.days_late FROM (
  SELECT r.id, coalesce(h.days_late, 0) AS days_late FROM receivables r
    LEFT JOIN payment_habits h ON h.customer_id = r.customer_id
  WHERE r.shard = $1 AND r.status = 'OPEN' AND r.usual_days_late <> coalesce(h.days_late, 0)
  ORDER BY r.id FOR UPDATE OF r) k
WHERE r.id = k.id"""
FORECAST = """
INSERT INTO cash_forecasts (id, week, shard, legal_entity_id, owner_id, owner_unit, currency, expected, made_at)
SELECT gen_random_uuid(), $2, $1, r.legal_entity_id, r.owner_id, r.owner_unit, r.currency,
  sum(r.amount - r.paid - r.written_off), $3
FROM receivables r
WHERE r.shard = $1 AND r.status = 'OPEN' AND r.due_on + r.usual_days_late BETWEEN $4::date AND $2::date + 6
GROUP BY r.legal_entity_id, r.owner_id, r.owner_unit, r.currency"""


async def keep_habits(work: Work, shard: int, *, since: date, today: date) -> None:
    """How late the customers of a shard usually pay, anew; and what is open of them says so."""
    await work.fetch(HABITS, shard, since, work.now, today)
    await work.fetch(KNOW_HABITS, shard)


async def keep_forecast(work: Work, shard: int, week: date, *, today: date) -> None:
    """What is expected of the rest of this week, of a shard's customers."""
    await work.fetch(FORECAST, shard, week, work.now, today)


async def sum_disputed(work: Work) -> Sequence[Any]:
    """Open ones that are in dispute, or of which dunning waits for one, per currency."""
    paused = (
        select(CaseReceivables.receivable_id)
        .join(DunningPauses, DunningPauses.id == CaseReceivables.record_id)
        .where(DunningPauses.ended_at.is_(None), DunningPauses.reason == PauseReason.DISPUTE)
    )
    return await _sums(work, union(select(Receivables.id).where(Receivables.disputed), paused))


async def sum_promised(work: Work) -> Sequence[Any]:
    """Open ones that somebody has promised to pay by a day that is still to come, per currency."""
    promised = exists().where(
        CaseReceivables.receivable_id == Receivables.id,
        CaseReceivables.record_id == Promises.id,
        Promises.status == PromiseStatus.OPEN,
    )
    return await _sums(work, select(Receivables.id).where(Receivables.promised, promised))


async def _sums(work: Work, ids: Any) -> Sequence[Any]:
    """They are few: they are found first, by indexes of their own."""
    few = ids.cte("few").prefix_with("MATERIALIZED")
    query = select(Receivables.currency, *COUNTED).join(few, few.c[0] == Receivables.id).where(_open(work))
    of_each = query.group_by(Receivables.currency).order_by(Receivables.currency)
    found: Sequence[Any] = (await work.session.execute(of_each)).all()
    return found


async def forecasts(work: Work, first: date, before: date) -> Sequence[Any]:
    """What was expected of each week when it began, per currency."""
    table = CashForecasts
    query = select(table.week, table.currency, func.sum(table.expected).label("expected")).where(
        table.week >= first, table.week < before, in_scope(table, work.actor.scope)
    )
    return (await work.session.execute(query.group_by(table.week, table.currency))).all()


async def came_by_week(work: Work, first: date, before: date) -> Sequence[Any]:
    """What came for receivables and finance has confirmed, by the Monday of the day on which it came, per currency."""
    week = cast(func.date_trunc("week", Payments.received_on), Date).label("week")
    query = (
        select(week, Receivables.currency, func.sum(Allocations.amount).label("came"))
        .join(Allocations, Allocations.payment_id == Payments.id)
        .join(Receivables, Receivables.id == Allocations.receivable_id)
        .where(
            Payments.received_on >= first,
            Payments.received_on < before,
            Allocations.confirmed,
            Allocations.released_at.is_(None),
            in_scope(Receivables, work.actor.scope),
        )
    )
    return (await work.session.execute(query.group_by(week, Receivables.currency))).all()


def _open(work: Work) -> Any:
    return (Receivables.status == OPEN) & in_scope(Receivables, work.actor.scope)
