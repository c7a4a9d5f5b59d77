"""What is said of exchange rates 汇率, of the currency in which books are kept, and of money in another one?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from messages.base import Command, Event, View
from messages.money import PLAIN, Currency
from messages.text import Code, ShortStr

EVERYWHERE = "*"  # of every legal entity that has none of its own
LONGEST = 25
DECIMALS = Decimal("0.0000000001")
MOST = Decimal("999999999")


def exact_rate(value: Any) -> Decimal:
    """SYS-70: a rate is exact: more than nothing, at most ten decimals and nine digits before them, never a float."""
    if isinstance(value, float | bool):
        raise ValueError('SYS-70: write the rate as text, for example "7.8123"; a binary float is not exact')
    written = str(value)
    if not isinstance(value, Decimal) and (len(written) > LONGEST or not PLAIN.fullmatch(written)):
        raise ValueError(f"SYS-70: {written[:LONGEST]!r} is not a rate")
    rate = Decimal(written)
    if not rate.is_finite() or not 0 < rate <= MOST or rate != rate.quantize(DECIMALS):
        raise ValueError("SYS-70: a rate is more than nothing, with at most ten decimals")
    return rate.normalize() if rate != rate.to_integral() else rate.quantize(Decimal(1))


Rate = Annotated[Decimal, BeforeValidator(exact_rate)]


class Exchange(Command):
    """Money settles debts in another currency than its own: which, and at what rate. Without a rate the one that
    finance keeps for the day on which the money came."""

    currency: Currency
    rate: Rate | None = None
    rate_of: Currency | None = None  # one unit of this currency is `rate` of the other
    rate_on: date | None = None  # None: the day on which the money came
    source: ShortStr | None = None


class SetExchangeRate(Command):
    """On this day one unit of `base` was `rate` of `quote`, as the source says."""

    legal_entity_id: Code | Literal["*"] = EVERYWHERE
    base: Currency
    quote: Currency
    day: date
    rate: Rate
    source: ShortStr = Field(min_length=1)


class ImportExchangeRateRow(SetExchangeRate):
    """A row of a file of rates."""

    line: int


class ExchangeRateView(View):
    id: UUID
    legal_entity_id: str
    base: str
    quote: str
    day: date
    rate: Rate
    source: str
    set_by: UUID
    set_at: datetime
    version: int


class SetBooksCurrency(Command):
    """In which currency a legal entity keeps its books, and for how many days more a rate counts: 3 for a bank that
    states none from Friday to Monday."""

    legal_entity_id: Code | Literal["*"]
    currency: Currency
    valid_days: int = Field(default=0, ge=0, le=31)


class BooksCurrencyView(View):
    legal_entity_id: str
    currency: str
    valid_days: int
    set_by: UUID
    set_at: datetime
    version: int


class ExchangeRateSet(Event):
    subject: ClassVar[str] = "collections.exchange_rate.set.v1"
    exchange_rate_id: UUID
    legal_entity_id: str
    base: str
    quote: str
    day: date
    rate: Rate
    source: str
    set_by: UUID


class BooksCurrencySet(Event):
    subject: ClassVar[str] = "collections.books_currency.set.v1"
    books_currency_id: UUID
    legal_entity_id: str
    currency: str
    valid_days: int
    set_by: UUID
