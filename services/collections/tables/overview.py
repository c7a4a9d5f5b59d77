"""What does collections remember of what was expected, and of how late customers usually pay?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table


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
