"""What is said of the clocks of sales: next dates, stalls, guidance, each once when its time has come?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View


class ProcessDueReminders(Command):
    """What is due by the process's clock, at the most so many."""

    limit: int = Field(default=200, ge=1, le=1000)


class ProcessedReminders(View):
    handled: int
    next_due_at: datetime | None
    more: bool  # some are due already


class ReminderDeadlineMoved(Event):
    """The nearest reminder is due earlier than before: their keeper wakes up."""

    subject: ClassVar[str] = "deals.reminder.deadline_moved.v1"
    reminder_id: UUID
    next_due_at: datetime
