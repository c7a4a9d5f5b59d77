"""When is an instalment due, and how late is it?"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messages.deals.terms import PLAIN, Timing, path_of
from services.collections.domain.terms.days import due_after

AT_ONCE = path_of((), 0)


def due_on(*, started_at: datetime, days: int, timing: Timing = PLAIN, owed_since: datetime, tz: str) -> date:
    """COL-6: the due date is the customer's local day of the trigger plus the days, or the day that the contract names,
    never before it was owed."""
    start, path = (timing.on, AT_ONCE) if timing.on else (local_day(started_at, tz), path_of(timing.steps, days))
    return max(due_after(start, path, part=timing.part), local_day(owed_since, tz))


def due_days(
    *, started_at: datetime, days: int, timing: Timing, owed_since: datetime, tz: str
) -> tuple[date, date | None]:
    """When it is due, and until when less settles it."""
    due = due_on(started_at=started_at, days=days, timing=timing, owed_since=owed_since, tz=tz)
    return due, discount_until(started_at=started_at, timing=timing, owed_since=owed_since, tz=tz)


def discount_until(*, started_at: datetime, timing: Timing, owed_since: datetime, tz: str) -> date | None:
    """COL-152: who pays an instalment early has so many calendar days for it, from the day on which it is owed and its
    term has started."""
    if timing.discount is None:
        return None
    return local_day(max(started_at, owed_since), tz) + timedelta(days=timing.discount.days)


def days_late(*, due: date | None, settled_on: date | None, now: datetime, tz: str) -> int:
    """COL-7: days late count from the due date in the customer's time zone, until it is settled."""
    if due is None:
        return 0
    return max(0, ((settled_on or local_day(now, tz)) - due).days)


def local_day(moment: datetime, tz: str) -> date:
    return moment.astimezone(zone(tz)).date()


def midnight(day: date, tz: str) -> datetime:
    """The beginning of a local day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone(tz)).astimezone(UTC)


@lru_cache(maxsize=256)
def zone(tz: str) -> ZoneInfo:
    return ZoneInfo(tz)


def is_zone(tz: str) -> bool:
    try:
        zone(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
