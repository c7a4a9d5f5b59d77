"""What does collections remember of rates, and of what records are worth in the books?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric, SmallInteger, UniqueConstraint
from sqlmodel import Field

from messages.collections.exchange import BooksCurrencyView, ExchangeRateView
from services.collections.domain.exchange import Quote
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table

RATE: Any = Numeric(20, 10)


class ExchangeRate(Table, table=True):
    """Of one day and pair; "*" is every legal entity that has none of its own. What was settled by it keeps it."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        UniqueConstraint("base", "quote", "day", "legal_entity_id"),
        Index("exchange_rates_paged", "day", "id"),
    )
    id: UUID = Field(primary_key=True)
    legal_entity_id: str
    base: str = Field(sa_type=CURRENCY)
    quote: str = Field(sa_type=CURRENCY)
    day: date = Field(sa_type=DAY)
    rate: Decimal = Field(sa_type=RATE)
    source: str
    set_by: UUID
    set_at: datetime = Field(sa_type=MOMENT)
    version: int = 1

    def view(self) -> ExchangeRateView:
        return ExchangeRateView(**self.model_dump())

    @property
    def said(self) -> Quote:
        return Quote(self.base, self.quote, self.rate, self.day, self.source)


class BooksCurrency(Table, table=True):
    """Per legal entity; "*" is every legal entity that has not said its own."""

    __tablename__ = "books_currencies"
    legal_entity_id: str = Field(primary_key=True)
    currency: str = Field(sa_type=CURRENCY)
    valid_days: int = Field(sa_type=SmallInteger)
    set_by: UUID
    set_at: datetime = Field(sa_type=MOMENT)
    version: int = 1

    def view(self) -> BooksCurrencyView:
        return BooksCurrencyView(**self.model_dump())


class BookValue(Table, table=True):
    """What a payment or a receivable in another currency is worth in the books: `share` for each `whole` of it, by the
    rate of a day. Kept when it first settles or is settled, and never changed."""

    __tablename__ = "book_values"
    record_id: UUID = Field(primary_key=True)
    legal_entity_id: str
    currency: str = Field(sa_type=CURRENCY)
    share: Decimal = Field(sa_type=Numeric(28, 10))
    whole: Decimal = Field(sa_type=AMOUNT)
    unit: Decimal = Field(sa_type=AMOUNT)
    rated_on: date = Field(sa_type=DAY)
    source: str


class ExchangePart(Table, table=True):
    """So much of a payment settles so much of a receivable, and was valued."""

    __tablename__ = "exchange_parts"
    __table_args__ = (Index("exchange_parts_of_receivable", "receivable_id"),)
    payment_id: UUID = Field(primary_key=True, foreign_key="payments.id")
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")
    amount: Decimal = Field(sa_type=AMOUNT)
