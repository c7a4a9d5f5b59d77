"""How far is an order from what its contract agreed, and how much of its list prices does it give away?

What is compared is what the customer pays for a line, with tax, after every discount; charges make up for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from messages.errors import RuleViolation
from messages.money import CENT

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Paid:
    """So much is paid for so many pieces of a product, where the contract and the list say that price for each."""

    quantity: int
    paid: Decimal
    contract_price: Decimal | None = None
    list_price: Decimal | None = None
    floor_price: Decimal | None = None
    code: str = ""

    @property
    def by_contract(self) -> Decimal:
        return (self.contract_price or Decimal(0)) * self.quantity

    @property
    def by_list(self) -> Decimal:
        return (self.list_price or Decimal(0)) * self.quantity

    @property
    def floor(self) -> Decimal:
        return ((self.floor_price or Decimal(0)) * self.quantity).quantize(CENT, ROUND_HALF_UP)


def price_deviation(lines: Sequence[Paid]) -> Decimal:
    """ORD-21: how far the price of a line is from its contract's, up or down, in percent; the furthest line counts."""
    return max((_deviation(line) for line in lines if line.contract_price is not None), default=Decimal("0.00"))


def _deviation(line: Paid) -> Decimal:
    if not line.by_contract:
        return WHOLE if line.paid else Decimal("0.00")
    return _percent(abs(line.paid - line.by_contract), line.by_contract)


def is_above_rest(total: Decimal, *, agreed: Decimal, ordered: Decimal) -> bool:
    """ORD-22: an order is above the rest of its contract when the contract's orders cost more than was agreed."""
    return ordered + total > agreed


def at_stake(total: Decimal, lines: Sequence[Paid]) -> Decimal:
    """What the order is worth at its own prices or at the contract's, whichever is more: so high goes the question."""
    return max(total, sum((line.by_contract for line in lines), Decimal(0)))


def list_discount(lines: Sequence[Paid]) -> Decimal:
    """ORD-28: what an order gives away of its list prices, in percent: of the lines below theirs, out of all. A line
    that is dearer, a charge, or what has no list price makes up for nothing."""
    return _given_away([(line.paid, line.by_list) for line in lines])


def contract_discount(lines: Sequence[Paid]) -> Decimal:
    """ORD-29: what an order gives away of its contract's prices, in percent, reckoned as that of the list prices."""
    return _given_away([(line.paid, line.by_contract) for line in lines])


def largest_discount(lines: Sequence[Paid]) -> Decimal:
    """Nor do other lines hide it: the percent off the list price of the line that has the most."""
    return max((_given_away([(line.paid, line.by_list)]) for line in lines), default=Decimal("0.00"))


def below_floor(lines: Sequence[Paid]) -> list[str]:
    """ORD-30: a line is below its product's floor when its pieces cost less than the floor, rounded to the cent. The
    codes of these products."""
    return sorted({line.code for line in lines if line.paid < line.floor})


def must_keep_floor(lines: Sequence[Paid], final: Sequence[str]) -> None:
    """ORD-31: some products (`final`: their codes) are not sold below their floor, whoever would approve it."""
    refused = [code for code in below_floor(lines) if code in final]
    if refused:
        raise RuleViolation("ORD-31", products=", ".join(refused))


def must_not_be_given_away(lines: Sequence[Paid]) -> None:
    """ORD-32: nor does a discount give a line away: what is free after it is free in its contract, or in the list."""
    for line in lines:
        agreed = line.contract_price if line.contract_price is not None else line.list_price
        if not line.paid and agreed:
            raise RuleViolation("ORD-32", product=line.code, agreed=agreed)


def _given_away(pairs: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Of (paid, agreed) per line."""
    whole = sum((agreed for _, agreed in pairs), Decimal(0))
    given = sum((agreed - paid for paid, agreed in pairs if paid < agreed), Decimal(0))
    return _percent(given, whole) if whole else Decimal("0.00")


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * WHOLE / whole).quantize(CENT, ROUND_HALF_UP)
