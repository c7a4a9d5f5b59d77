"""What is an amount of money?"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, total_ordering
from typing import Annotated, Any, Self

from babel.numbers import get_currency_precision
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

CENT = Decimal("0.01")
PLAIN = re.compile(r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*")
LONGEST = 40
MOST = Decimal("9999999999999999.99")  # numeric(18,2)
UNIT = Decimal("0.0001")  # of a price per piece
MOST_PER_PIECE = Decimal("99999999999999.9999")  # numeric(18,4)

MOST_DECIMALS = 2  # of an amount here, also where a currency has three

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


def exact(value: Any) -> Decimal:
    """SYS-1: an amount is exact: at most two decimals, at most 16 digits before them, never a float."""
    if isinstance(value, float | bool):
        raise ValueError('SYS-1: write the amount as text, for example "10.50"; a binary float is not exact')
    amount = value if isinstance(value, Decimal) else _read(str(value))
    if not amount.is_finite() or abs(amount) > MOST:
        raise ValueError("SYS-1: the amount is out of bounds (16 digits before the point)")
    if amount != amount.quantize(CENT):
        raise ValueError("SYS-1: an amount has at most two decimals")
    return amount.quantize(CENT)


def exact_price(value: Any) -> Decimal:
    """SYS-17: a price per piece is exact: at most four decimals, at most 14 digits before them, never a float.

    Written with two decimals where that says all of it.
    """
    if isinstance(value, float | bool):
        raise ValueError('SYS-17: write the price as text, for example "0.0125"; a binary float is not exact')
    price = value if isinstance(value, Decimal) else _read(str(value))
    if not price.is_finite() or abs(price) > MOST_PER_PIECE:
        raise ValueError("SYS-17: the price is out of bounds (14 digits before the point)")
    if price != price.quantize(UNIT):
        raise ValueError("SYS-17: a price per piece has at most four decimals")
    return price.quantize(CENT) if price == price.quantize(CENT) else price.quantize(UNIT)


@lru_cache(maxsize=256)
def minor_unit(currency: str) -> Decimal:
    """The least that can be paid: 0.01 of most currencies, 1 of those without cents (JPY, KRW); never under a cent."""
    decimals = min(get_currency_precision(currency), MOST_DECIMALS)
    return CENT if decimals == MOST_DECIMALS else Decimal(1).scaleb(-decimals)


def unit_of_parts(currency: str, *wholes: Decimal) -> Decimal:
    """In what their parts are rounded so that each can be paid, and together they are the whole, also where somebody
    has written cents of a currency that has none."""
    unit = minor_unit(currency)
    return CENT if any(whole % unit for whole in wholes) else unit


def rounded(amount: Decimal, unit: Decimal) -> Decimal:
    """Half up, to a multiple of the unit, written with cents."""
    return ((amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit).quantize(CENT)


def _read(written: str) -> Decimal:
    """Only what people write: Python would also read 1_000, 1e3 and １０."""
    if len(written) > LONGEST or not PLAIN.fullmatch(written):
        raise ValueError(f"SYS-1: {written[:LONGEST]!r} is not an amount")
    return Decimal(written)


Amount = Annotated[Decimal, BeforeValidator(exact)]
PriceAmount = Annotated[Decimal, BeforeValidator(exact_price)]


class UnitPrice(BaseModel):
    """What one piece costs, exact to four decimals; what many cost together is Money."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: PriceAmount
    currency: Currency

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Self:
        return cls(amount=exact_price(amount), currency=currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@total_ordering
class Money(BaseModel):
    """An exact amount in one currency (ISO 4217). Adding or comparing two currencies is a fault, not a rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Amount
    currency: Currency

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Self:
        return cls(amount=exact(amount), currency=currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(amount=Decimal(0), currency=currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(amount=self.amount + self._same(other), currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(amount=self.amount - self._same(other), currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(amount=-self.amount, currency=self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        """Rounded half up to what can be paid."""
        unit = unit_of_parts(self.currency, self.amount)
        return Money(amount=rounded(self.amount * factor, unit), currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def split(self, shares: Sequence[int | Decimal]) -> list["Money"]:
        """Divide by shares so that the parts add up to the whole and each can be paid; the last one above nothing takes
        the odd units."""
        unit = unit_of_parts(self.currency, self.amount)
        whole = sum(Decimal(share) for share in shares)
        if whole <= 0 or any(share < 0 for share in shares):
            raise ValueError("shares must not be negative and must add up to more than nothing")
        parts, given, used = [], Decimal(0), Decimal(0)
        for share in shares:
            used += Decimal(share)
            upto = rounded(self.amount * used / whole, unit)
            parts.append(Money(amount=upto - given, currency=self.currency))
            given = upto
        return parts

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added or compared")
        return other.amount


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum, which is nothing in that currency for no amounts."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result
