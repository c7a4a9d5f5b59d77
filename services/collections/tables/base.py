"""Of what are the columns of collections' tables made?"""

from decimal import Decimal
from typing import Any

from sqlalchemy import CHAR, Date, DateTime, Enum, Numeric
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from messages.deals.contracts import InstalmentTrigger

ZERO = Decimal("0.00")
AMOUNT: Any = Numeric(18, 2)
CURRENCY: Any = CHAR(3)
MOMENT: Any = DateTime(timezone=True)
DAY: Any = Date()
TRIGGER: Any = Enum(InstalmentTrigger, native_enum=False, length=16)


class Table(SQLModel, registry=registry()):
    """A table of this service only."""
