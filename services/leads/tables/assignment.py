"""What does leads remember of the rules by which leads are given to people, and of whose turn it was?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.leads.tables.base import Table, time_column


class AssignmentRulesRow(Table, table=True):
    """The rules of a pool. Locked by who gives leads by them: turns follow one another."""

    __tablename__ = "assignment_rules"
    pool_id: UUID = Field(primary_key=True, foreign_key="pool.id")
    rules: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    fallback_id: UUID | None = None
    turn: int = Field(default=0, sa_type=BigInteger)  # the last one that was given
    changed_by: UUID
    changed_at: datetime = Field(sa_type=time_column())
    version: int


class AssignmentTurnRow(Table, table=True):
    """When somebody's turn was last, by a rule of a pool."""

    __tablename__ = "assignment_turn"
    pool_id: UUID = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    turn: int = Field(sa_type=BigInteger)


class AssignmentCountRow(Table, table=True):
    """How many leads a rule has given, and how many of them to new people."""

    __tablename__ = "assignment_count"
    pool_id: UUID = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    given: int = Field(sa_type=BigInteger)
    to_new: int = Field(sa_type=BigInteger)


class AbsenceRow(Table, table=True):
    """When somebody is away, from approvals. Of one that was heard to have ended first, the end alone is known."""

    __tablename__ = "absence"
    __table_args__ = (Index("absence_of_person", "person_id", "starts_at"),)
    id: UUID = Field(primary_key=True)
    person_id: UUID
    starts_at: datetime | None = Field(default=None, sa_type=time_column())
    ends_at: datetime | None = Field(default=None, sa_type=time_column())
    ended_at: datetime | None = Field(default=None, sa_type=time_column())
