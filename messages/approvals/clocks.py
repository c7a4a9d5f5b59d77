"""How are the timers of requests fired that no process submitted?"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View

MOST_AT_ONCE = 500
NOT_RESUBMITTED = "reason.not_resubmitted"  # a code: the reason is said in its reader's language
RETURNED_AT_MOST = timedelta(days=30)  # then it is withdrawn: by its process, or by the keeper of those without one
LONGEST_SILENCE = timedelta(days=7)  # then a process asks for a snapshot, whatever it has received


class ProcessDueTimers(Command):
    """The keeper asks: handle what is due by now (X-As-Of)."""

    limit: int = Field(default=100, ge=1, le=MOST_AT_ONCE)


class ProcessedTimers(View):
    """What was done at once; `more` is due at once when the limit was reached."""

    handled: int
    next_due_at: datetime | None
    more: bool


class ClockMoved(Event):
    """The nearest timer of all requests that no process submitted is due earlier than before: its keeper wakes up."""

    subject: ClassVar[str] = "approvals.clock.moved.v1"
    clock_id: UUID
    next_due_at: datetime
