"""What has a legal entity set for its leads?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.leads.drop_reasons import DropReasonRow
from services.leads.tables.base import Table, time_column


class LeadScoringRow(Table, table=True):
    """By what a legal entity orders its leads; without a row, the usual way."""

    __tablename__ = "lead_scoring"
    legal_entity_id: str = Field(primary_key=True)
    weights: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    key_leads: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    window_days: int
    changed_by: UUID
    changed_at: datetime = Field(sa_type=time_column())
    version: int


class DropReasonOfEntity(Table, table=True):
    """A reason that a legal entity has set; where it has set none, the usual ones apply."""

    __tablename__ = "drop_reason"
    legal_entity_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    label: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))

    def row(self) -> DropReasonRow:
        return DropReasonRow.model_validate(self.model_dump(include=set(DropReasonRow.model_fields)))
