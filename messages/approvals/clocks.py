"""How are the clocks of requests kept that no process asked for?"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View

MOST_RUNG = 500
RETURNED_AT_MOST = timedelta(days=30)  # then it is withdrawn


class SweepClocks(Command):
    """The keeper asks: handle what is due by now (X-As-Of)."""

    limit: int = Field(default=100, ge=1, le=MOST_RUNG)


class SweptClocks(View):
    """What one sweep did; `more` is due at once when the limit was reached."""

    handled: int
    next_due_at: datetime | None
    more: bool


class ClockMoved(Event):
    """The nearest clock of all requests that no process asked for rings earlier than before: its keeper looks again."""

    subject: ClassVar[str] = "approvals.clock.moved.v1"
    clock_id: UUID
    next_due_at: datetime
