"""What does leads remember of how its deadlines were kept?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from messages.leads.deadlines import LeadDeadline
from services.leads.tables.base import Table, text_column, time_column


class PoolKeeperRow(Table, table=True):
    """When the keeper of a pool looked last."""

    __tablename__ = "pool_keeper"
    pool_id: UUID = Field(primary_key=True)
    looked_at: datetime = Field(sa_type=time_column())


class LateDeadlineRow(Table, table=True):
    """A deadline that was kept too late, or (without `done_at`) never."""

    __tablename__ = "late_deadline"
    __table_args__ = (Index("late_deadline_newest", "noted_at", "id"),)
    id: UUID = Field(primary_key=True)
    pool_id: UUID
    lead_id: UUID
    deadline: LeadDeadline = Field(sa_type=text_column(LeadDeadline))
    due_at: datetime = Field(sa_type=time_column())
    done_at: datetime | None = Field(default=None, sa_type=time_column())
    noted_at: datetime = Field(sa_type=time_column())
