"""On which day is a term due?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from messages.deals.terms import LAST_DAY, StepKind, TermStep

Step = Callable[[date, int], date]


def due_after(start: date, path: Sequence[TermStep], *, part: int = 1) -> date:
    """COL-151: a term goes step by step from the day that starts it, in calendar days: first the month's end and then
    45 days is another day than 45 days and then the month's end. Of equal parts the first is due so, each other one so
    many months after the first, never after the one before: the 31st stays the month's end."""
    first = start
    for step in path:
        first = STEPS[step.kind](first, step.number)
    return _months_on(first, part - 1, day_of_month=_day_of(first, path[-1]))


def _days(day: date, number: int) -> date:
    return day + timedelta(days=number)


def _months(day: date, number: int) -> date:
    return _months_on(day, number, day_of_month=day.day)


def _month_end(day: date, number: int) -> date:
    return _months_on(day, number, day_of_month=LAST_DAY)


def _month_day(day: date, number: int) -> date:
    here = _months_on(day, 0, day_of_month=number)
    return here if here >= day else _months_on(day, 1, day_of_month=number)


def _next_month_day(day: date, number: int) -> date:
    return _months_on(day, 1, day_of_month=number)


STEPS: Mapping[StepKind, Step] = {
    StepKind.DAYS: _days,
    StepKind.MONTHS: _months,
    StepKind.MONTH_END: _month_end,
    StepKind.MONTH_DAY: _month_day,
    StepKind.NEXT_MONTH_DAY: _next_month_day,
}


def _months_on(day: date, number: int, *, day_of_month: int) -> date:
    """That day of the month so many months later; its end, where it is shorter."""
    found: date = day + relativedelta(months=number, day=day_of_month)
    return found


def _day_of(first: date, last: TermStep) -> int:
    """On which day of their months the parts after the first are due."""
    if last.kind is StepKind.MONTH_END:
        return LAST_DAY
    is_named = last.kind in (StepKind.MONTH_DAY, StepKind.NEXT_MONTH_DAY)
    return last.number if is_named else first.day
