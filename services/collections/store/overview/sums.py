"""What is added up of all receivables? Not each of them: the sums that the database keeps with each act."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, case, cast, column, func, inspect, select, table

from chassis.db.database import in_scope
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from services.collections.tables import SumKind
from services.collections.tables.overview import KEY, ReceivableSum

FOLDED_FROM = 200  # changes
ADDED = ("count", "amount", "paid", "written_off")
NAMES = (*KEY, *ADDED)
FOLD = f"""
WITH gone AS (DELETE FROM receivable_sum_changes RETURNING *)
INSERT INTO receivable_sums AS s ({", ".join(NAMES)})
SELECT {", ".join(KEY)}, {", ".join(f"sum({name})" for name in ADDED)} FROM gone GROUP BY {", ".join(KEY)}
ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET {", ".join(f"{name} = s.{name} + excluded.{name}" for name in ADDED)}"""
EMPTY = "DELETE FROM receivable_sums WHERE count = 0 AND amount = 0 AND paid = 0 AND written_off = 0"
KEPT = f"""
SELECT forecast_week, (SELECT count(*) = {FOLDED_FROM} FROM (SELECT FROM receivable_sum_changes LIMIT {FOLDED_FROM}) c)
FROM shards WHERE shard = $1"""
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('receivable_sums', 0))"


# A view of both tables: to put them together here costs more than to add them up there.
COLUMNS: Any = inspect(ReceivableSum).columns
SUMS: Any = table("receivable_sums_now", *(column(name, COLUMNS[name].type) for name in NAMES))
COUNT: Any = func.sum(SUMS.c.count).label("count")
OPEN: Any = func.sum(SUMS.c.amount).label("open")


class Kept(NamedTuple):
    """Of a shard: of which week what is expected was kept last; and are there changes enough to fold them?"""

    week: date | None
    has_changes: bool


async def find_kept(uow: UnitOfWork, shard: int) -> Kept:
    """Raises NotFound."""
    for row in await uow.fetch(KEPT, shard):
        return Kept(*row)
    raise NotFound("shard", str(shard))


async def fold(work: Work) -> None:
    """The changes into what they change; one at a time. Who reads meanwhile sees all of it before, or all of it
    after."""
    if (await work.fetch(LOCK))[0][0]:
        await work.fetch(FOLD)
        await work.fetch(EMPTY)


async def count_by_status(work: Work) -> Sequence[Any]:
    """Per status, history and currency: how many, their amount, what is paid, what is written off."""
    keys = (SUMS.c.status, SUMS.c.history, SUMS.c.currency)
    sums = [func.sum(SUMS.c[name]).label(name) for name in ADDED]
    return await _found(work, _of(work, SumKind.STATUS, *keys, *sums).group_by(*keys).order_by(*keys))


async def sum_by_age(work: Work, edges: Sequence[int]) -> Sequence[Any]:
    """Open ones by days late: the highest day of their class (None: no date) and currency. Those of one day go together
    before it is asked how late they are: a time zone costs more to read than a sum."""
    keys = (SUMS.c.day, SUMS.c.tz, SUMS.c.currency)
    days = _of(work, SumKind.DUE, *keys, COUNT, OPEN).group_by(*keys).having(COUNT > 0).subquery()
    late = cast(func.timezone(days.c.tz, work.now), Date) - days.c.day
    classes = case((days.c.day.is_(None), None), *[(late <= edge, edge) for edge in edges], else_=edges[-1] + 1)
    edge = classes.label("edge")
    sums = (func.sum(days.c.count).label("count"), func.sum(days.c.open).label("open"))
    return (await work.session.execute(select(edge, days.c.currency, *sums).group_by(edge, days.c.currency))).all()


async def sum_due(work: Work, first: date, last: date) -> Sequence[Any]:
    """Open ones that fall due in these days, per currency."""
    query = _of(work, SumKind.DUE, SUMS.c.currency, COUNT, OPEN).where(SUMS.c.day.between(first, last))
    return await _found(work, query.group_by(SUMS.c.currency).order_by(SUMS.c.currency))


async def sum_overdue(work: Work, today: date) -> Sequence[Any]:
    """Open ones that were due before today, by level, owner and currency."""
    keys = (SUMS.c.level, SUMS.c.owner_id, SUMS.c.currency)
    days = _of(work, SumKind.DUE, *keys, SUMS.c.day, COUNT, OPEN).where(SUMS.c.day < today)
    of_days = days.group_by(*keys, SUMS.c.day).having(COUNT > 0).subquery()
    own = (of_days.c.level, of_days.c.owner_id, of_days.c.currency)
    sums = (func.sum(of_days.c.count).label("count"), func.sum(of_days.c.open).label("open"))
    late = func.max(today - of_days.c.day).label("days_late")
    return (await work.session.execute(select(*own, late, *sums).group_by(*own))).all()


async def sum_beyond_habit(work: Work, today: date) -> Sequence[Any]:
    """Open ones that are later than their customers usually are, per currency."""
    query = _of(work, SumKind.EXPECTED, SUMS.c.currency, COUNT, OPEN).where(SUMS.c.day < today)
    return await _found(work, query.group_by(SUMS.c.currency).order_by(SUMS.c.currency))


async def due_by_week(work: Work, first: date, last: date) -> Sequence[Any]:
    """By the Monday of the due day, from `first` to `last`, per currency."""
    return await _by_week(work, SumKind.DUE, first, last)


async def expected_by_week(work: Work, first: date, last: date) -> Sequence[Any]:
    """By the Monday of the day on which it is expected, per currency."""
    return await _by_week(work, SumKind.EXPECTED, first, last)


async def sum_fell_due(work: Work, begin: date, end: date) -> Sequence[Any]:
    """What fell due in these days (not `end`), per currency, and how much of it was reminded of: `due`, `reminded`."""
    reminded = func.sum(case((SUMS.c.reminded, SUMS.c.amount), else_=0)).label("reminded")
    query = _of(work, SumKind.FELL_DUE, SUMS.c.currency, COUNT, func.sum(SUMS.c.amount).label("due"), reminded)
    days = query.where(SUMS.c.day >= begin, SUMS.c.day < end)
    return await _found(work, days.group_by(SUMS.c.currency).order_by(SUMS.c.currency))


async def _by_week(work: Work, kind: SumKind, first: date, last: date) -> Sequence[Any]:
    week = cast(func.date_trunc("week", SUMS.c.day), Date).label("week")
    query = _of(work, kind, week, SUMS.c.currency, OPEN).where(SUMS.c.day.between(first, last))
    return await _found(work, query.group_by(week, SUMS.c.currency))


def _of(work: Work, kind: SumKind, *columns: Any) -> Select[Any]:
    return select(*columns).where(SUMS.c.kind == kind, in_scope(SUMS, work.actor.scope))


async def _found(work: Work, query: Select[Any]) -> Sequence[Any]:
    """Of which there are some."""
    found: Sequence[Any] = (await work.session.execute(query.having(COUNT > 0))).all()
    return found
