"""By when does an owner answer a lead for the first time, and who is told when he does not?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from messages.business_time import Calendar, Duration, add
from messages.errors import Malformed


class Told(StrEnum):
    """Who is told that a lead waits for its first answer."""

    OWNER = "owner"
    MANAGER = "manager"


@dataclass(frozen=True)
class ResponseClock:
    """Of one owner of a lead. `due_at`: when the next one is told; None: nobody any more."""

    respond_by: datetime
    escalate_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class ResponseTarget:
    """How soon whoever gets a lead of a pool answers it, and how long after that his manager is told."""

    within: Duration
    further: Duration | None

    @classmethod
    def of(cls, respond_within: str | None, escalate_after: str | None) -> Self | None:
        """LEA-161: a target is at least one of its unit, in plain or in business time; a manager is told only of a
        target."""
        if respond_within is None:
            if escalate_after is not None:
                raise Malformed("escalate_after", escalate_after, "LEA-161")
            return None
        further = None if escalate_after is None else _length("escalate_after", escalate_after)
        return cls(_length("respond_within", respond_within), further)

    def start(self, since: datetime, calendar: Calendar) -> ResponseClock:
        """LEA-160: whoever gets a lead answers it within the time that its pool says, counted from when he got it."""
        respond_by = add(since, self.within, calendar)
        escalate_at = add(respond_by, self.further, calendar) if self.further else None
        return ResponseClock(respond_by, escalate_at, respond_by)


def told_by(clock: ResponseClock, now: datetime) -> tuple[list[Told], datetime | None]:
    """LEA-162: past the target its owner is told, and after the further time his manager, each once, however late
    anybody looks. Who is told now, and when the next one is."""
    found: list[Told] = []
    due = clock.due_at
    if due is not None and due == clock.respond_by and due <= now:
        found.append(Told.OWNER)
        due = clock.escalate_at
    if due is not None and due != clock.respond_by and due <= now:
        found.append(Told.MANAGER)
        due = None
    return found, due


def share_in_time(*, in_time: int, late: int, unanswered: int) -> int | None:
    """LEA-163: of those whose target has come, so many in a thousand were answered by then; who never answered counts,
    too. None: of nothing."""
    total = in_time + late + unanswered
    return None if not total else round(1000 * in_time / total)


def _length(field: str, written: str) -> Duration:
    try:
        duration = Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, "LEA-161") from None
    if duration.amount < 1:
        raise Malformed(field, written, "LEA-161")
    return duration
