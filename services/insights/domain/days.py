"""When does a seller's day begin, and how late is a receivable?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BUCKETS = ("undated", "not_due", "1-30", "31-60", "61-90", "91+")  # worded as `ageing.<bucket>`


def bounds_of(day: date, tz: str) -> tuple[datetime, datetime]:
    """INS-4: a day of work is a day in the seller's own time zone, from midnight to midnight."""
    zone = ZoneInfo(tz)
    begin, end = (datetime.combine(midnight, time.min, tzinfo=zone) for midnight in (day, day + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def bucket_of(due_on: date | None, today: date) -> str:
    """INS-3: a receivable is as late as the customer's days after its due date; on the day itself it is not late."""
    if due_on is None:
        return "undated"
    late = (today - due_on).days
    if late <= 0:
        return "not_due"
    return BUCKETS[2 + (late - 1) // 30] if late <= 90 else "91+"
