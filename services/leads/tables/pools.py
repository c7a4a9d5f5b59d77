"""What does leads remember of public pools 公海池?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, Uuid
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
    product_lines: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    members: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}")
    )
    follow_up_within: str
    warn_before: str
    clocks: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    holding_limit: int
    kinds: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    cool_down: str | None = None
    respond_within: str | None = None  # who gets a lead answers it
    escalate_after: str | None = None  # then his manager is told
    claims_per_day: int | None = None
    newcomer_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    newcomer_reserve: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = Field(sa_type=time_column())
    version: int = 1


class SellerSinceRow(Table, table=True):
    """Since when somebody sells, as far as is known here: who is new."""

    __tablename__ = "seller_since"
    person_id: UUID = Field(primary_key=True)
    since: datetime = Field(sa_type=time_column())
