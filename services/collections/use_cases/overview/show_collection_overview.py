"""What is due, late and expected, how exact was that so far, and what did control achieve?"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import names_of
from messages.collections.overview import (
    AfterDue,
    CollectionOverview,
    ExpectedWeek,
    OverdueSum,
    Owed,
    PastWeek,
    RecoveredAfter,
    UntilDue,
)
from messages.money import Money
from services.collections.domain.overview.cash import WEEKS, accuracy, week_of
from services.collections.domain.overview.control import PERIOD_DAYS, share
from services.collections.store.overview import cash, control, sums


async def show_collection_overview(uow: UnitOfWork) -> CollectionOverview:
    """A fixed number of statements, however much is owed."""
    async with uow.begin() as work:
        today = work.now.astimezone(ZoneInfo(work.tz)).date()
        monday, since = week_of(today), today - timedelta(days=PERIOD_DAYS)
        until_due = await _fell_due(work, since, today)
        recovered = await control.sum_recovered(work, since, today)
        return CollectionOverview(
            as_of=work.now,
            since=since,
            due_this_week=_owed(await sums.sum_due(work, today, monday + timedelta(days=6))),
            overdue=await _overdue(work, today),
            beyond_habit=_owed(await sums.sum_beyond_habit(work, today)),
            disputed=_owed(await cash.sum_disputed(work)),
            promised=_owed(await cash.sum_promised(work)),
            expected=await _expected(work, today, monday),
            past=await _past(work, monday),
            until_due=until_due,
            after_due=[_after_due(one, recovered) for one in until_due],
            recovered=[
                RecoveredAfter(level=row.level, recovered=Money(amount=row.recovered, currency=row.currency))
                for row in recovered
            ],
        )


def _owed(rows: Iterable[Any]) -> list[Owed]:
    return [Owed(count=row.count, open=Money(amount=row.open, currency=row.currency)) for row in rows]


async def _overdue(work: Work, today: date) -> list[OverdueSum]:
    """The highest level first, in it the most money."""
    rows = await sums.sum_overdue(work, today)
    names = await names_of(work, {row.owner_id for row in rows if row.owner_id})
    found = [
        OverdueSum(
            level=row.level,
            owner_id=row.owner_id,
            owner_name=names.get(row.owner_id, ""),
            count=row.count,
            open=Money(amount=row.open, currency=row.currency),
            days_late=row.days_late,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-(one.level or 0), one.open.currency, -one.open.amount, one.owner_name))


async def _expected(work: Work, today: date, monday: date) -> list[ExpectedWeek]:
    last = monday + timedelta(weeks=WEEKS, days=-1)
    due = _by_week(await sums.due_by_week(work, monday, last), "open")
    expected = _by_week(await sums.expected_by_week(work, today, last), "open")
    return [
        ExpectedWeek(
            week=week, due=due.get((week, currency), nothing), expected=expected.get((week, currency), nothing)
        )
        for week, currency, nothing in _places([*due, *expected], monday)
    ]


async def _past(work: Work, monday: date) -> list[PastWeek]:
    """Weeks of which something was expected, or in which something came."""
    first = monday - timedelta(weeks=WEEKS)
    expected = _by_week(await cash.forecasts(work, first, monday), "expected")
    came = _by_week(await cash.came_by_week(work, first, monday), "came")
    weeks = []
    for week, currency, nothing in _places([*expected, *came], first):
        said, got = expected.get((week, currency), nothing), came.get((week, currency), nothing)
        exact = accuracy(said, got) if (week, currency) in expected else None
        weeks.append(PastWeek(week=week, expected=said, came=got, accuracy=exact))
    return weeks


def _by_week(rows: Sequence[Any], name: str) -> dict[tuple[date, str], Money]:
    return {(row.week, row.currency): Money(amount=getattr(row, name), currency=row.currency) for row in rows}


def _places(keys: Iterable[tuple[date, str]], first: date) -> list[tuple[date, str, Money]]:
    """Every week of each currency that has any, so that a chart has no holes."""
    currencies = sorted({currency for _, currency in keys})
    weeks = [first + timedelta(weeks=place) for place in range(WEEKS)]
    return [(week, currency, Money.zero(currency)) for currency in currencies for week in weeks]


async def _fell_due(work: Work, since: date, today: date) -> list[UntilDue]:
    paid = {row.currency: row for row in await control.sum_paid_by_then(work, since, today)}
    return [_until_due(row, paid.get(row.currency)) for row in await sums.sum_fell_due(work, since, today)]


def _until_due(owed: Any, paid: Any | None) -> UntilDue:
    """Of one currency; none came by then where there is no `paid`."""
    nothing = Money.zero(owed.currency)
    due, reminded = (Money(amount=getattr(owed, name), currency=owed.currency) for name in ("due", "reminded"))
    came = nothing if paid is None else Money(amount=paid.paid, currency=owed.currency)
    of_reminded = nothing if paid is None else Money(amount=paid.reminded_paid, currency=owed.currency)
    return UntilDue(due=due, paid=came, reminded=reminded, reminded_paid=of_reminded, share=share(came, due))


def _after_due(one: UntilDue, recovered: Sequence[Any]) -> AfterDue:
    currency = one.due.currency
    late = Money(amount=one.due.amount - one.paid.amount, currency=currency)
    came = [row.recovered for row in recovered if row.currency == currency]
    got = Money(amount=sum(came, start=Money.zero(currency).amount), currency=currency)
    return AfterDue(late=late, recovered=got, share=share(got, late))
