"""When is it "2 business days" from now? Pure: the calendar is data, time is passed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FURTHEST_DAYS = 3660  # no working day in ten years is a mistake in the calendar, not a long holiday


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_HOURS = "business hours"
    BUSINESS_DAYS = "business days"


_WORDS = {
    "minute": Unit.MINUTES, "minutes": Unit.MINUTES, "分钟": Unit.MINUTES,
    "hour": Unit.HOURS, "hours": Unit.HOURS, "小时": Unit.HOURS,
    "day": Unit.DAYS, "days": Unit.DAYS, "天": Unit.DAYS, "自然日": Unit.DAYS,
    "business hour": Unit.BUSINESS_HOURS, "business hours": Unit.BUSINESS_HOURS, "工作小时": Unit.BUSINESS_HOURS,
    "business day": Unit.BUSINESS_DAYS, "business days": Unit.BUSINESS_DAYS, "工作日": Unit.BUSINESS_DAYS,
    "个工作日": Unit.BUSINESS_DAYS, "个工作小时": Unit.BUSINESS_HOURS, "个小时": Unit.HOURS, "个自然日": Unit.DAYS,
}  # fmt: skip
_WRITTEN = re.compile(r"^\s*(\d{1,4})\s*([A-Za-z ]+|[\u4e00-\u9fff]+)\s*$")


@dataclass(frozen=True)
class Duration:
    """An amount of time with its unit; "1 day" is never 24 business hours."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "Duration":
        """SYS-20: a duration names its unit: minutes, hours, days, business hours or business days."""
        found = _WRITTEN.match(written)
        unit = _WORDS.get(" ".join(found[2].lower().split())) if found else None
        if found is None or unit is None:
            raise ValueError(f'SYS-20: {written!r} is not a duration; write for example "2 business days"')
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        singular = str(self.unit).removesuffix("s")
        return f"{self.amount} {singular if self.amount == 1 else self.unit}"


@dataclass(frozen=True)
class Calendar:
    """The working time of a site. Hours are local, in order and do not overlap."""

    tz: str
    hours: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13), time(18)))
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """SYS-21: a make-up day works whatever else it is; a holiday does not; else the weekday says."""
        if day in self.makeup_days:
            return True
        return day not in self.holidays and day.isoweekday() in self.weekdays


def a_zone(tz: str) -> str:
    """SYS-22: a time zone is one that the IANA database knows."""
    try:
        return _zone(tz).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ValueError(f"SYS-22: {tz!r} is not a time zone; write for example Asia/Shanghai") from wrong


def add(start: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """The moment `duration` after `start` (aware), in UTC.

    Calendar days keep the local wall-clock time. Business time runs only in working hours: a business day is
    one working day's hours, so that one begun at 15:00 ends at 15:00 of the next working day.
    """
    if duration.unit is Unit.MINUTES:
        return start.astimezone(UTC) + timedelta(minutes=duration.amount)
    if duration.unit is Unit.HOURS:
        return start.astimezone(UTC) + timedelta(hours=duration.amount)
    if duration.unit is Unit.DAYS:
        local = start.astimezone(_zone(calendar.tz))
        return _at(local.date() + timedelta(days=duration.amount), local.time(), calendar.tz)
    if duration.unit is Unit.BUSINESS_HOURS:
        return _add_hours(start, timedelta(hours=duration.amount), calendar)
    return _add_days(start, duration.amount, calendar)


def days_before(end: datetime, days: int, calendar: Calendar) -> datetime:
    """The same local time so many working days before `end` (aware), in UTC."""
    local = end.astimezone(_zone(calendar.tz))
    day = local.date()
    for _ in range(days):
        day = _next_working_day(day, calendar, step=-1)
    return _at(day, local.time(), calendar.tz)


def worked_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The working time from `start` to `end`; nothing when `end` is earlier."""
    total = timedelta()
    for opens, closes in _spans(start, calendar, until=end):
        total += max(timedelta(), min(closes, end.astimezone(UTC)) - opens)
    return total


def working_spans(start: datetime, until: datetime, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    """The working spans between two moments, in UTC, in order; the first and the last are cut."""
    ends = until.astimezone(UTC)
    spans = ((opens, min(closes, ends)) for opens, closes in _spans(start, calendar, until=until))
    return [(opens, closes) for opens, closes in spans if opens < closes]


def _add_hours(start: datetime, wanted: timedelta, calendar: Calendar) -> datetime:
    end = start.astimezone(UTC)
    for opens, closes in _spans(start, calendar):
        end = opens + wanted
        if end <= closes:
            return end
        wanted -= closes - opens
    raise ValueError("SYS-21: the calendar has no working time")


def _add_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    opens = next(_spans(start, calendar), None)
    if opens is None:
        raise ValueError("SYS-21: the calendar has no working time")
    local = opens[0].astimezone(_zone(calendar.tz))
    day = local.date()
    for _ in range(days):
        day = _next_working_day(day, calendar)
    return _at(day, local.time(), calendar.tz)


def _next_working_day(day: date, calendar: Calendar, *, step: int = 1) -> date:
    """With a `step` of -1 the one before."""
    for _ in range(1, FURTHEST_DAYS):
        day += timedelta(days=step)
        if calendar.works_on(day):
            return day
    raise ValueError("SYS-21: the calendar has no working time")


def _spans(start: datetime, calendar: Calendar, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
    """The working spans from `start` on, in UTC; the first is cut to begin at `start`."""
    start = start.astimezone(UTC)
    day = start.astimezone(_zone(calendar.tz)).date()
    idle = 0
    while idle < FURTHEST_DAYS and (until is None or _at(day, time.min, calendar.tz) < until):
        idle += 1
        if calendar.works_on(day):
            for opens, closes in _hours_of(day, calendar):
                if closes > start:
                    idle = 0
                    yield max(opens, start), closes
        day += timedelta(days=1)


def _hours_of(day: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    """In UTC, so that a span across a change of summer time has its true length."""
    return [(_at(day, opens, calendar.tz), _at(day, closes, calendar.tz)) for opens, closes in calendar.hours]


def _at(day: date, moment: time, tz: str) -> datetime:
    """A local moment in UTC. One that summer time skips counts as the same distance after midnight."""
    return datetime.combine(day, moment, tzinfo=_zone(tz)).astimezone(UTC)


@lru_cache(maxsize=256)
def _zone(tz: str) -> ZoneInfo:
    return ZoneInfo(tz)
