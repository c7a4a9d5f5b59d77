"""What do all tables of deals share?"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from messages.money import Money

Labels = dict[UUID, str]  # the names of people and customers, the status of registrations, by id


class Table(SQLModel, registry=registry()):
    """The tables of this service have a registry of their own."""


class Status(TypeDecorator[StrEnum]):
    """A status, kept as its word; a word of an earlier release is read as today's."""

    impl = String
    cache_ok = True

    def __init__(self, statuses: type[StrEnum]) -> None:
        super().__init__()
        self.statuses = statuses

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.statuses(value)


class Scoped(Table):
    """A record of somebody: what its scope is decided by."""

    id: UUID = Field(primary_key=True)
    number: str
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    version: int = 1


def money_of(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money.of(amount, currency)


Extra = dict[str, Any]
