"""By when must a lead be followed up, and when is its owner warned?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from messages.business_time import Calendar, Duration, Unit, add
from messages.errors import Malformed
from messages.leads.pools import ClockRow
from services.leads.domain.conditions import KEY, Facts, fits, valid_when

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
class Deadlines:
    """LEA-23: an owned lead that nobody has followed up by its time goes back to its pool.

    `due_at` is that time, `warn_at` when its owner is warned before (None: was already). `reclaim_due` in
    store/deadlines.py takes all of a pool back in one statement.
    """

    warn_at: datetime | None
    due_at: datetime


@dataclass(frozen=True)
class FollowUpPeriod:
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

    def start(self, since: datetime, calendar: Calendar) -> Deadlines:
        """LEA-5: the clock runs from taking the lead and from each follow-up that counts."""
        due = add(since, self.within, calendar)
        if self.before.unit is self.within.unit:
            rest = Duration(self.within.amount - self.before.amount, self.within.unit)
            return Deadlines(add(since, rest, calendar), due)
        return Deadlines((due - _length(self.before)).astimezone(UTC), due)


def clock_for(facts: Facts, clocks: Sequence[ClockRow]) -> ClockRow | None:
    """LEA-84: of the clocks of a pool the first counts that means the lead; none: the pool's own."""
    return next((clock for clock in clocks if fits(facts, clock.when)), None)


def valid_clocks(clocks: Sequence[ClockRow], own_fields: Iterable[str]) -> None:
    """LEA-85: each clock is named once, and says what leads it means."""
    own, names = list(own_fields), [clock.name.casefold() for clock in clocks]
    for clock in clocks:
        if not clock.when or names.count(clock.name.casefold()) > 1:
            raise Malformed("clocks", clock.name, "LEA-85")
        valid_when("clocks", clock.when, own, besides=(KEY,))
        try:
            FollowUpPeriod.of(clock.follow_up_within, clock.warn_before)
        except Malformed as wrong:
            raise Malformed("clocks", wrong.value, "LEA-11") from None


@dataclass(frozen=True)
class Running:
    """A clock that runs: since when, and how it stands."""

    since: datetime
    warn_at: datetime | None
    due_at: datetime | None


def retimed(running: Running, period: FollowUpPeriod, calendar: Calendar, now: datetime) -> Deadlines:
    """LEA-68: when the rules of a pool change, a lead goes back by the new ones, but not before its owner had as long
    as a warning takes to hear of it, unless he was told an earlier time already."""
    wanted = period.start(running.since, calendar)
    was_warned = running.due_at is not None and running.warn_at is None
    soonest = add(now, period.before, calendar)
    if wanted.due_at >= soonest:
        is_past = wanted.warn_at is None or wanted.warn_at <= now
        return Deadlines(None if was_warned and is_past else wanted.warn_at, wanted.due_at)
    if was_warned and running.due_at is not None:
        return Deadlines(None, max(wanted.due_at, min(running.due_at, soonest)))
    return Deadlines(now, soonest)


def plain_length(field: str, written: str, rule: str) -> timedelta:
    """Of a duration in minutes, hours or days of the clock; `rule` says so."""
    try:
        duration = Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, rule) from None
    if duration.unit in BUSINESS or duration.amount < 1:
        raise Malformed(field, written, rule)
    return _length(duration)


def _duration(field: str, written: str) -> Duration:
    try:
        return Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, "LEA-11") from None


def _length(duration: Duration) -> timedelta:
    return LENGTHS[duration.unit] * duration.amount
