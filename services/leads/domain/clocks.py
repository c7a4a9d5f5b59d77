"""By when must a lead be followed up, and when is its owner warned?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from messages.business_time import Calendar, Duration, Unit, add
from messages.errors import Malformed
from messages.leads.leads import FollowUpKind

BUSINESS = frozenset({Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS})
# Of business time the least it can take.
LENGTHS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.BUSINESS_HOURS: timedelta(hours=1),
    Unit.BUSINESS_DAYS: timedelta(days=1),
}


@dataclass(frozen=True)
class Clock:
    """When its owner is warned (None: was already), and when the lead goes back."""

    warn_at: datetime | None
    due_at: datetime


@dataclass(frozen=True)
class ClockRule:
    """How long a pool's leads may rest, and how long before the end their owner is warned."""

    within: Duration
    before: Duration

    @classmethod
    def of(cls, follow_up_within: str, warn_before: str) -> Self:
        """LEA-11: the warning comes before the end, in the same unit, or in plain minutes, hours or days."""
        within, before = _duration("follow_up_within", follow_up_within), _duration("warn_before", warn_before)
        if within.amount < 1:
            raise Malformed("follow_up_within", follow_up_within, "LEA-11")
        if before.unit is within.unit:
            fits = before.amount < within.amount
        else:
            fits = before.unit not in BUSINESS and _length(before) < _length(within)
        if not fits:
            raise Malformed("warn_before", warn_before, "LEA-11")
        return cls(within, before)

    def start(self, since: datetime, calendar: Calendar) -> Clock:
        """LEA-5: the clock runs from taking the lead and from each follow-up that counts."""
        due = add(since, self.within, calendar)
        if self.before.unit is self.within.unit:
            rest = Duration(self.within.amount - self.before.amount, self.within.unit)
            return Clock(add(since, rest, calendar), due)
        return Clock((due - _length(self.before)).astimezone(UTC), due)


def counts(kind: FollowUpKind) -> bool:
    """LEA-6: a call, a visit, a meeting or a message is working on a lead; a note is not."""
    return kind is not FollowUpKind.NOTE


def _duration(field: str, written: str) -> Duration:
    try:
        return Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, "LEA-11") from None


def _length(duration: Duration) -> timedelta:
    return LENGTHS[duration.unit] * duration.amount
