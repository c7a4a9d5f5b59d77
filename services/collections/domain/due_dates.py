"""When is an instalment due, and how late is it?"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def due_on(*, started_at: datetime, days: int, owed_since: datetime, tz: str) -> date:
    """COL-6: the due date is the customer's local day of the trigger plus the days, never before it was owed."""
    return max(local_day(started_at, tz) + timedelta(days=days), local_day(owed_since, tz))


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
