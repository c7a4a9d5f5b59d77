"""What does collections remember of dunning procedures, and of what was done about late customers?"""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.dunning.procedures import DunningProcedureView, LevelTerms
from services.collections.domain.dunning_procedure import DunningLevel, Procedure
from services.collections.tables.base import AMOUNT, MOMENT, Table


class DunningProcedureRow(Table, table=True):
    """One version, never changed (trigger); the newest of a legal entity and grade counts."""

    __tablename__ = "dunning_procedures"
    __table_args__ = (UniqueConstraint("legal_entity_id", "grade", "version"),)
    id: UUID = Field(primary_key=True)
    name: str
    legal_entity_id: str
    grade: str
    version: int
    levels: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    repeat_days: int | None = None
    large_from: Decimal = Field(sa_type=AMOUNT)
    published_by: UUID | None = None
    published_at: datetime = Field(sa_type=MOMENT)

    def view(self, *, in_force: bool, names: dict[UUID, str]) -> DunningProcedureView:
        name = names.get(self.published_by, "") if self.published_by else ""
        return DunningProcedureView(**self.model_dump(), published_by_name=name, in_force=in_force)


class DunningChoice(Table, table=True):
    """What somebody chose to do about a late receivable, beside what was advised; never changed."""

    __tablename__ = "dunning_choices"
    __table_args__ = (Index("dunning_choices_of_receivable", "receivable_id", "chosen_at"),)
    id: UUID = Field(primary_key=True)
    receivable_id: UUID = Field(foreign_key="receivables.id")
    days_late: int
    open_amount: Decimal = Field(sa_type=AMOUNT)
    advised: str
    because: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    chosen: str
    note: str
    chosen_by: UUID
    chosen_at: datetime = Field(sa_type=MOMENT)


def procedure_of(row: Any) -> Procedure:
    """As its versions are kept."""
    levels = [LevelTerms.model_validate(one) for one in json.loads(row["levels"])]
    return Procedure(
        id=row["id"],
        legal_entity_id=row["legal_entity_id"],
        grade=row["grade"],
        levels=tuple(level_of(one) for one in levels),
        repeat_days=row["repeat_days"],
        large_from=row["large_from"],
    )


def level_of(terms: LevelTerms) -> DunningLevel:
    return DunningLevel(
        number=max(terms.days, 0),
        days=terms.days,
        tasks_for=tuple(one.value for one in terms.tasks_for),
        notices_for=tuple(one.value for one in terms.notices_for),
        within=terms.within,
        letter=terms.letter,
        rate=terms.interest_rate,
    )
