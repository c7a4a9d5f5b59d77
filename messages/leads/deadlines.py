"""What is said of deadlines of leads that nobody kept in time?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from messages.base import View


class LeadDeadline(StrEnum):
    """What was to happen to a lead at a time."""

    RETURN = "RETURN"  # it goes back to its pool
    WARNING = "WARNING"  # its owner is warned
    ANSWER = "ANSWER"  # that it was not answered is told
    WAKE_UP = "WAKE_UP"
    QUEUE = "QUEUE"  # its place in the queue is looked at anew
    NONE = "NONE"  # it has none, and should have


class WhyLate(StrEnum):
    """Why nothing has happened, or so late."""

    KEEPER_NEVER_LOOKED = "KEEPER_NEVER_LOOKED"
    KEEPER_STOPPED = "KEEPER_STOPPED"  # it has not looked since the time came
    NOT_REACHED = "NOT_REACHED"  # it has looked: many were due, or somebody was working on the lead
    NO_DEADLINE = "NO_DEADLINE"
    DONE_LATE = "DONE_LATE"
    LEFT_OUT = "LEFT_OUT"  # its end came before it was done: it never was


class LateDeadlineView(View):
    """`done_at` None: it is not done yet, or never was."""

    lead_id: UUID
    number: str
    pool_id: UUID
    pool: str
    deadline: LeadDeadline
    due_at: datetime
    done_at: datetime | None
    late_minutes: int
    why: WhyLate


class PoolKeeperView(View):
    """When a pool's keeper looked last, and how many deadlines of the pool wait for it."""

    pool_id: UUID
    pool: str
    looked_at: datetime | None
    waiting: int


class LateDeadlines(View):
    """What the ledger of deadlines says beside what was done. Those that have waited longest first, of what is over the
    newest; of each at the most so many."""

    minutes: int  # later than this
    waiting: list[LateDeadlineView]
    over: list[LateDeadlineView]  # done too late, or never
    keepers: list[PoolKeeperView]  # of the pools in which something waits
