"""What do approvers have to know of the customer's debts?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.money import Money


@dataclass(frozen=True)
class Credit:
    """What a customer owes in one currency, and how much he may owe there (None: any amount)."""

    owed: Money
    oldest_days_late: int = 0
    limit: Money | None = None


def is_over_limit(total: Money, credits: Sequence[Credit]) -> bool:
    """ORD-2: an order is over the limit when it and what is owed already pass the limit in its currency."""
    return any(
        credit.limit is not None and credit.owed + total > credit.limit
        for credit in credits
        if credit.owed.currency == total.currency
    )


def most_days_late(credits: Sequence[Credit]) -> int:
    """The age of the oldest debt, in whatever currency."""
    return max((credit.oldest_days_late for credit in credits), default=0)
