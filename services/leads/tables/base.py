"""What do all tables of leads share?"""

from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum
from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Table(SQLModel, registry=registry()):
    """The tables of this service only."""


def time_column() -> Any:
    return DateTime(timezone=True)


def text_column(values: type[StrEnum]) -> Any:
    return Enum(values, native_enum=False, create_constraint=False, length=20)
