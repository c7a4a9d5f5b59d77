"""Of what are the columns of collections' tables made?"""

from decimal import Decimal
from typing import Any

from sqlalchemy import CHAR, Date, DateTime, Enum, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from messages.deals.terms import PLAIN, InstalmentTrigger, Timing

ZERO = Decimal("0.00")
AMOUNT: Any = Numeric(18, 2)
CURRENCY: Any = CHAR(3)
MOMENT: Any = DateTime(timezone=True)
DAY: Any = Date()
TIMING: Any = JSONB(none_as_null=True)
TRIGGER: Any = Enum(InstalmentTrigger, native_enum=False, length=16)


def kept_timing(timing: Timing) -> dict[str, Any] | None:
    """For a column; plain days need none."""
    return None if timing == PLAIN else timing.model_dump(mode="json", exclude_defaults=True)


class Table(SQLModel, registry=registry()):
    """A table of this service only. Its rows go to the server together (chassis/db/written_rows.py)."""

    __written_together__ = True
