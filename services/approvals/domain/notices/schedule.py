"""When does a notice go out: at once, in a digest, or tried again?"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from messages.business_time import Calendar, Duration, Unit, add
from services.approvals.domain.notices.channels import Channel

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20
FURTHEST_DAYS = 3660
# After the first, second … try that failed; after the last there is no other.
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), HOUR, 3 * HOUR, 8 * HOUR, 24 * HOUR,
)  # fmt: skip
MOST_TRIES = len(PAUSES) + 1
LEASE = timedelta(minutes=2)  # whoever has taken it to send is given up after this, and it is sent again


def first_due(channel: Channel, now: datetime, calendar: Calendar) -> datetime:
    """APP-82: somebody is told at once, or in a digest of the hour or the day; one who wants it so, in his business
    hours only."""
    if channel.when == "now":
        return in_hours(now, calendar) if channel.business_hours else now
    return next_digest(channel, now, calendar)


def next_digest(channel: Channel, now: datetime, calendar: Calendar) -> datetime:
    """After now. A daily one comes on working days."""
    if channel.when != "daily":
        full = now.replace(minute=0, second=0, microsecond=0) + HOUR
        return in_hours(full, calendar) if channel.business_hours else full
    day = now.astimezone(ZoneInfo(calendar.tz)).date()
    for ahead in range(FURTHEST_DAYS):
        candidate = day + timedelta(days=ahead)
        at = datetime.combine(candidate, time(channel.at_hour), tzinfo=ZoneInfo(calendar.tz))
        if at > now and calendar.works_on(candidate):
            return at.astimezone(now.tzinfo)
    return now + HOUR  # a calendar without working days keeps nothing from anybody


def in_hours(at: datetime, calendar: Calendar) -> datetime:
    """This moment, or the next one in business hours."""
    try:
        return add(at, Duration(0, Unit.BUSINESS_HOURS), calendar)
    except ValueError:
        return at


def room_left(sent_lately: int) -> int:
    """APP-83: at most twenty notices an hour go to one channel; what is more comes in one digest."""
    return max(0, MOST_AN_HOUR - sent_lately)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """APP-84: what could not be delivered is tried again after 1, 5 and 15 minutes, 1, 3, 8 and 24 hours; then it is
    given up, and operators are told."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
