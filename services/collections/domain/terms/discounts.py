"""How much less settles an instalment that is paid early?"""

from datetime import date
from decimal import Decimal

from messages.deals.terms import EarlyDiscount
from messages.money import Money

NOTHING = Decimal(0)
WHOLE = Decimal(100)


def early_discount(amount: Money, discount: EarlyDiscount | None) -> Money:
    """COL-154: the discount of early payment is its share of what is owed by now, rounded half up to what can be
    paid."""
    return amount * (discount.percent / WHOLE) if discount else Money.zero(amount.currency)


def discount_taken(
    discount: Decimal, until: date | None, *, rest: Decimal, last: date | None, tolerance: Decimal
) -> Decimal:
    """COL-155: what is left of a receivable is given up as its discount when all of its money came by the last day for
    it, and nothing but the discount (and what the tolerance allows) is left."""
    is_in_time = until is not None and last is not None and last <= until
    return min(rest, discount) if is_in_time and NOTHING < rest <= discount + tolerance else NOTHING
