"""What is expected in which week, what was expected, and what came?"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, cast, exists, func, select

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
    PaymentHabits,
    Payments,
    Promises,
    Receivables,
)

OPEN = ReceivableStatus.OPEN
REST: Any = Receivables.amount - Receivables.paid - Receivables.written_off
COUNTED: Any = (func.count().label("count"), func.sum(REST).label("open"))
# COL-205 and COL-206 in one statement; tests/services/collections/overview holds both to the same answer.
EXPECTED_ON: Any = cast(Receivables.due_on + cast(func.coalesce(PaymentHabits.days_late, 0), Integer), Date)
HABITS = f"""
WITH gone AS (DELETE FROM payment_habits WHERE shard = $1)
INSERT INTO payment_habits (customer_id, shard, days_late, made_at)
SELECT customer_id, $1, round(sum(amount * (settled_on - due_on)) / sum(amount))::int, $3
FROM receivables WHERE shard = $1 AND status = 'PAID' AND settled_on >= $2 AND settled_on <= $4 AND due_on IS NOT NULL
GROUP BY customer_id HAVING count(*) >= {FEWEST_PAID} AND sum(amount) > 0
ON CONFLICT (customer_id) DO UPDATE SET days_late = excluded.days_late, made_at = excluded.made_at"""
FORECAST = """
INSERT INTO cash_forecasts (id, week, shard, legal_entity_id, owner_id, owner_unit, currency, expected, made_at)
SELECT gen_random_uuid(), $2, $1, r.legal_entity_id, r.owner_id, r.owner_unit, r.currency,
  sum(r.amount - r.paid - r.written_off), $3
FROM receivables r LEFT JOIN payment_habits h ON h.customer_id = r.customer_id
WHERE r.shard = $1 AND r.status = 'OPEN'
  AND r.due_on + coalesce(h.days_late, 0) BETWEEN $4::date AND $2::date + 6
GROUP BY r.legal_entity_id, r.owner_id, r.owner_unit, r.currency"""


async def keep_habits(work: Work, shard: int, *, since: date, today: date) -> None:
    """How late the customers of a shard usually pay, anew."""
    await work.write()
    await work.fetch(HABITS, shard, since, work.now, today)


async def keep_forecast(work: Work, shard: int, week: date, *, today: date) -> None:
    """What is expected of the rest of this week, of a shard's customers."""
    await work.fetch(FORECAST, shard, week, work.now, today)


async def sum_due(work: Work, first: date, last: date) -> Sequence[Any]:
    """Open ones that fall due in these days, per currency."""
    return await _sums(work, Receivables.due_on >= first, Receivables.due_on <= last)


async def sum_disputed(work: Work) -> Sequence[Any]:
    """Open ones that are in dispute, or of which dunning waits for one, per currency."""
    paused = exists().where(
        CaseReceivables.receivable_id == Receivables.id,
        CaseReceivables.record_id == DunningPauses.id,
        DunningPauses.ended_at.is_(None),
        DunningPauses.reason == PauseReason.DISPUTE,
    )
    return await _sums(work, Receivables.disputed.is_(True) | paused)


async def sum_promised(work: Work) -> Sequence[Any]:
    """Open ones that somebody has promised to pay by a day that is still to come, per currency."""
    promised = exists().where(
        CaseReceivables.receivable_id == Receivables.id,
        CaseReceivables.record_id == Promises.id,
        Promises.status == PromiseStatus.OPEN,
    )
    return await _sums(work, Receivables.promised.is_(True), promised)


async def _sums(work: Work, *where: Any) -> Sequence[Any]:
    query = select(Receivables.currency, *COUNTED).where(_open(work), *where)
    of_each = query.group_by(Receivables.currency).order_by(Receivables.currency)
    found: Sequence[Any] = (await work.session.execute(of_each)).all()
    return found


async def sum_beyond_habit(work: Work, today: date) -> Sequence[Any]:
    """Open ones that are later than their customers usually are, per currency."""
    query = _with_habit(select(Receivables.currency, *COUNTED), work).where(today > EXPECTED_ON)
    of_each = query.group_by(Receivables.currency).order_by(Receivables.currency)
    found: Sequence[Any] = (await work.session.execute(of_each)).all()
    return found


async def sum_overdue(work: Work, today: date) -> Sequence[Any]:
    """Open ones that were due before today, by level, owner and currency."""
    keys = (Receivables.level, Receivables.owner_id, Receivables.currency)
    late = func.max(today - Receivables.due_on).label("days_late")
    query = select(*keys, late, *COUNTED).where(_open(work), Receivables.due_on < today)
    return (await work.session.execute(query.group_by(*keys))).all()


async def due_by_week(work: Work, first: date, weeks: int) -> Sequence[Any]:
    """By the Monday of the due day, from this one on, per currency."""
    week = cast(func.date_trunc("week", Receivables.due_on), Date).label("week")
    last = first + timedelta(weeks=weeks)
    query = select(week, Receivables.currency, func.sum(REST).label("open")).where(
        _open(work), Receivables.due_on >= first, Receivables.due_on < last
    )
    return (await work.session.execute(query.group_by(week, Receivables.currency))).all()


async def expected_by_week(work: Work, today: date, first: date, weeks: int) -> Sequence[Any]:
    """By the Monday of the day on which it is expected, from today on, per currency."""
    week = cast(func.date_trunc("week", EXPECTED_ON), Date).label("week")
    last = first + timedelta(weeks=weeks)
    query = _with_habit(select(week, Receivables.currency, func.sum(REST).label("open")), work)
    within = query.where(EXPECTED_ON.between(today, last - timedelta(days=1)))
    found: Sequence[Any] = (await work.session.execute(within.group_by(week, Receivables.currency))).all()
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


def _with_habit(query: Select[Any], work: Work) -> Select[Any]:
    joined = query.select_from(Receivables).outerjoin(
        PaymentHabits, PaymentHabits.customer_id == Receivables.customer_id
    )
    return joined.where(_open(work))
