"""What does deals remember of what has to be said later?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, Index
from sqlmodel import Field

from services.deals.tables.base import Status, Table


class ReminderKind(StrEnum):
    FOLLOW_UP = "FOLLOW_UP"  # of a follow-up: its next day
    STALL = "STALL"  # of an opportunity: nothing went on with it; level 2: nor since its owner was told
    GUIDANCE = "GUIDANCE"  # of guidance: the end of its day
    CUSTOMER_WARNING = "CUSTOMER_WARNING"  # of a customer: its owner is warned
    CUSTOMER_RECLAIM = "CUSTOMER_RECLAIM"  # of a customer: it goes back to its pool


class Reminder(Table, table=True):
    """One clock of one record. When it has rung it is gone, or set anew by the one who handled it."""

    __tablename__ = "reminder"
    __table_args__ = (Index("reminder_due", "due_at"),)

    kind: ReminderKind = Field(primary_key=True, sa_type=Status(ReminderKind))
    record_id: UUID = Field(primary_key=True)
    due_at: datetime = Field(sa_type=DateTime(timezone=True))
    level: int = 1
