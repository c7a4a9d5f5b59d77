"""Which follow-up may be recorded, and when does it go on?"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messages.deals.follow_ups import FollowUpKindRow
from messages.errors import RuleViolation

RINGS_AT = time(9)  # of its day, where the one who set it works
FURTHEST_DAYS = 730

# Where a legal entity has set none of its own.
USUAL = (
    FollowUpKindRow(code="CALL"),
    FollowUpKindRow(code="VISIT"),
    FollowUpKindRow(code="MEETING"),
    FollowUpKindRow(code="MESSAGE"),
    FollowUpKindRow(code="NOTE", effective=False),
)


def kind_named(code: str, kinds: Sequence[FollowUpKindRow]) -> FollowUpKindRow:
    """DEA-55: a follow-up is of a kind that the legal entity has set."""
    for kind in kinds:
        if kind.code.casefold() == code.casefold():
            return kind
    raise RuleViolation("DEA-55", kind=code, known=" / ".join(kind.code for kind in kinds))


def must_count(kinds: Sequence[FollowUpKindRow]) -> None:
    """DEA-56: kinds of follow-ups are named once each, and at least one of them counts as work."""
    codes = [kind.code.casefold() for kind in kinds]
    if len(set(codes)) < len(codes) or not any(kind.effective for kind in kinds):
        raise RuleViolation("DEA-56")


def rings_at(next_on: date, now: datetime, tz: str) -> datetime:
    """DEA-57: the next date is today or later, within two years; its owner is reminded at nine o'clock of that day."""
    zone = ZoneInfo(tz)
    today = now.astimezone(zone).date()
    if not today <= next_on <= today + timedelta(days=FURTHEST_DAYS):
        raise RuleViolation("DEA-57", next_on=next_on, most_days=FURTHEST_DAYS)
    return datetime.combine(next_on, RINGS_AT, tzinfo=zone)


def must_be_past(happened_at: datetime | None, now: datetime) -> datetime:
    """DEA-58: what is recorded has happened, at most a year ago."""
    at = happened_at or now
    if not now - timedelta(days=366) <= at <= now + timedelta(minutes=5):
        raise RuleViolation("DEA-58", happened_at=at)
    return at


def must_be_about_something(about: object) -> None:
    """DEA-59: a follow-up is about an opportunity or about a customer."""
    if about is None:
        raise RuleViolation("DEA-59")
