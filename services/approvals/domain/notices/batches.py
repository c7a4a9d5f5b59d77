"""Which messages are made of what is due, and what waits or is not needed any more?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from messages.approvals.notices import Notice
from messages.business_time import Calendar
from messages.errors import RuleViolation
from services.approvals.domain.notices.channels import Channel
from services.approvals.domain.notices.schedule import next_digest, room_left

FOR_A_TURN = frozenset({Notice.ASKED, Notice.QUESTION, Notice.REASSIGNED, Notice.REMINDED, Notice.NUDGED, Notice.TODO})


@dataclass(frozen=True)
class Due:
    """A delivery whose time has come."""

    id: UUID
    what: str
    content: dict[str, Any]
    attempts: int
    digest: bool = False
    task_id: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """For one channel: what goes out together, what waits for the digest at `later_at`, what is dropped."""

    messages: tuple[tuple[Due, ...], ...] = ()
    later: tuple[Due, ...] = ()
    later_at: datetime | None = None
    dropped: tuple[Due, ...] = ()


def plan(
    due: Sequence[Due], channel: Channel | None, sent_lately: int, open_tasks: Collection[UUID], *,
    now: datetime, calendar: Calendar,
) -> Plan:  # fmt: skip
    """Of a turn that has passed nobody is notified any more; a channel that is gone gets nothing."""
    if channel is None:
        return Plan(dropped=tuple(due))
    stale = [one for one in due if is_stale(one, open_tasks)]
    digest = tuple(one for one in due if one.digest and one not in stale)
    single = [one for one in due if not one.digest and one not in stale]
    again = [one for one in single if one.attempts > 1]  # the pause between tries is throttle enough
    first = [one for one in single if one.attempts <= 1]
    room = room_left(sent_lately)
    now_, later = [*again, *first[:room]], first[room:]
    messages = tuple((one,) for one in now_) + ((digest,) if digest else ())
    return Plan(messages, tuple(later), next_digest(channel, now, calendar) if later else None, tuple(stale))


def is_stale(one: Due, open_tasks: Collection[UUID]) -> bool:
    return one.what in FOR_A_TURN and one.task_id is not None and one.task_id not in open_tasks


def must_be_given_up(state: str) -> None:
    """APP-89: what has been given up or was dropped is sent again by hand; what waits goes by itself."""
    if state == "WAITING":
        raise RuleViolation("APP-89")
