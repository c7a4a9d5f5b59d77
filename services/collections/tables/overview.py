"""What does collections keep of all that is owed, of what was expected, and of how late customers usually pay?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Enum, Identity, Index, String
from sqlmodel import Field

from messages.collections.receivables import ReceivableStatus
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table

STATUS: Any = Enum(ReceivableStatus, native_enum=False, length=16)
SHORT: Any = String(8)
BIG: Any = BigInteger
KEY = (
    "kind", "legal_entity_id", "owner_id", "owner_unit", "currency", "status", "history", "day", "tz", "level",
    "reminded",
)  # fmt: skip


class SumKind(StrEnum):
    """What a sum is of; its `amount` is what is open of it, but of STATUS and FELL_DUE all that was owed."""

    STATUS = "STATUS"  # of each status
    DUE = "DUE"  # what is open, by due day (none: it is not known), time zone and dunning level
    EXPECTED = "EXPECTED"  # what is open, by the day on which its customer usually pays
    FELL_DUE = "FELL_DUE"  # all but what was cancelled, by due day, and whether its customer was reminded of it


class Summed(Table):
    kind: str = Field(sa_type=SHORT)
    legal_entity_id: str
    owner_id: UUID | None = None
    owner_unit: str
    currency: str = Field(sa_type=CURRENCY)
    status: ReceivableStatus | None = Field(default=None, sa_type=STATUS)
    history: bool | None = None
    day: date | None = Field(default=None, sa_type=DAY)
    tz: str | None = None
    level: int | None = None
    reminded: bool | None = None
    count: int = Field(sa_type=BIG)
    amount: Decimal = Field(sa_type=AMOUNT)
    paid: Decimal = Field(sa_type=AMOUNT)
    written_off: Decimal = Field(sa_type=AMOUNT)


class ReceivableSum(Summed, table=True):
    """Of all receivables, as it was when changes were folded into it last."""

    __tablename__ = "receivable_sums"
    __table_args__ = (
        Index("receivable_sums_key", *KEY, unique=True, postgresql_nulls_not_distinct=True),
        Index("receivable_sums_of_kind", "kind", "day"),
    )
    id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(Identity(),))


class ReceivableSumChange(Summed, table=True):
    """What one statement changed of a sum (written by the database), so that no act waits for another."""

    __tablename__ = "receivable_sum_changes"
    id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(Identity(),))


class PaymentHabit(Table, table=True):
    """How late a customer usually pays, as it was read when the week began."""

    __tablename__ = "payment_habits"
    customer_id: UUID = Field(primary_key=True)
    shard: int = Field(index=True)
    days_late: int
    made_at: datetime = Field(sa_type=MOMENT)


class CashForecast(Table, table=True):
    """What was expected of a week when it began: of one shard's customers, of one owner. Never changed."""

    __tablename__ = "cash_forecasts"
    __table_args__ = (Index("cash_forecasts_of_week", "week", "legal_entity_id"),)
    id: UUID = Field(primary_key=True)
    week: date = Field(sa_type=DAY)
    shard: int
    legal_entity_id: str
    owner_id: UUID | None = None
    owner_unit: str = ""
    currency: str = Field(sa_type=CURRENCY)
    expected: Decimal = Field(sa_type=AMOUNT)
    made_at: datetime = Field(sa_type=MOMENT)
