"""What does a customer owe, and how late is it?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messages.errors import Malformed
from messages.money import Money

BUCKETS = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"))
OLDEST = "91+"


@dataclass(frozen=True)
class Credit:
    """What others judge a customer by, in one currency."""

    owed: Decimal = Decimal(0)
    oldest_days_late: int = 0
    oldest_due_on: date | None = None


def bucket(days_late: int | None) -> str:
    """COL-18: ageing counts open receivables by days late: not due, 1-30, 31-60, 61-90, 91 and more, undated."""
    if days_late is None:
        return "undated"
    return next((name for most, name in BUCKETS if days_late <= most), OLDEST)


def days_of(age: str) -> tuple[int | None, int | None]:
    """The first and the last day of a class of ages, both within it; None is no bound, two of them no due date."""
    first: int | None = None
    for most, name in BUCKETS:
        if name == age:
            return first, most
        first = most + 1
    return (first, None) if age == OLDEST else (None, None)


def must_be_valid_limit(limit: Money | None, currency: str) -> None:
    """COL-19: a credit limit is not negative and in the currency that it limits."""
    if limit is not None and (limit.amount < 0 or limit.currency != currency):
        raise Malformed("limit", str(limit), "COL-19")
