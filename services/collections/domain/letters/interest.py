"""How much interest has a late receivable borne?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from messages.money import Money, minor_unit, rounded

YEAR = Decimal(365)
PERCENT = Decimal(100)


def default_interest(
    open: Money, paid: Iterable[tuple[date, Decimal]], *, due: date, today: date, yearly: Decimal
) -> Money:
    """COL-170: each calendar day after the due date bears interest once, on what was open that day, at the yearly rate
    (in per cent) of the dunning level / 365; the sum of the days is rounded once, half up, to what can be paid.

    `paid`: what has been paid of it, and on which day the money came: until then it was open too.
    """
    late = open.amount * _days(due, today)
    late += sum((amount * _days(due, min(on, today)) for on, amount in paid), Decimal(0))
    exact = late * yearly / PERCENT / YEAR
    return Money(amount=rounded(exact, minor_unit(open.currency)), currency=open.currency)


def _days(due: date, until: date) -> int:
    return max(0, (until - due).days)
