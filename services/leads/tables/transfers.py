"""What does leads remember of leads that were offered to colleagues?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from messages.leads.transfers import LeadTransferStatus
from services.leads.tables.base import Table, text_column, time_column


class LeadTransferRow(Table, table=True):
    """A lead is offered to one colleague at a time."""

    __tablename__ = "lead_transfer"
    __table_args__ = (
        Index("lead_transfer_asked", "lead_id", unique=True, postgresql_where=text("status = 'ASKED'")),
        Index("lead_transfer_to", "to_id", "asked_at", "id"),
        Index("lead_transfer_from", "from_id", "asked_at", "id"),
        Index("lead_transfer_of_lead", "lead_id", "asked_at"),
    )
    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="lead.id")
    from_id: UUID
    to_id: UUID
    pool_id: UUID = Field(foreign_key="pool.id")
    status: LeadTransferStatus = Field(sa_type=text_column(LeadTransferStatus))
    note: str
    reason: str = ""
    asked_by: UUID
    asked_at: datetime = Field(sa_type=time_column())
    answered_at: datetime | None = Field(default=None, sa_type=time_column())
    version: int = 1
