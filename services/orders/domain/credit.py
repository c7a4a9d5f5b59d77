"""What do approvers have to know of the customer's debts?"""

from dataclasses import dataclass

from messages.money import Money


@dataclass(frozen=True)
class Credit:
    """What collections last told of a customer."""

    owed: Money | None = None
    oldest_days_late: int = 0
    limit: Money | None = None


def is_over_limit(total: Money, credit: Credit) -> bool:
    """ORD-2: an order is over the limit when it and all that is owed pass it; owing in another currency is over."""
    if credit.limit is None:
        return False
    owed = credit.owed or Money.zero(credit.limit.currency)
    if not total.currency == owed.currency == credit.limit.currency:
        return True
    return owed + total > credit.limit
