"""What does leads remember of public pools 公海池?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.leads.tables.base import Table, time_column


class PoolRow(Table, table=True):
    """A public pool and its rules, which are data."""

    __tablename__ = "pool"
    __table_args__ = (Index("pool_code", "legal_entity_id", "code", unique=True),)
    id: UUID = Field(primary_key=True)
    code: str
    name: str
    legal_entity_id: str
    unit: str
    sources: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    regions: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    follow_up_within: str
    warn_before: str
    holding_limit: int
    kinds: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    created_at: datetime = Field(sa_type=time_column())
    version: int = 1
