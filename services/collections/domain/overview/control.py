"""What did control until and after the due day achieve?"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from messages.money import Money

PERIOD_DAYS = 90  # what fell due in them is looked at
TO = Decimal("0.001")


def share(achieved: Money, of: Money) -> Decimal | None:
    """COL-208: a phase is measured by the money that it brought in, of all that was its to bring in: until the due day
    what fell due, after it what was late then. Money counts by the day on which it came, once it is confirmed."""
    return (achieved.amount / of.amount).quantize(TO, ROUND_HALF_UP) if of.amount > 0 else None


def recovered_after(levels: Sequence[tuple[int, date]], received_on: date) -> int | None:
    """COL-209: late money was brought in by the highest dunning level that was reached by the day it came; None: by
    itself, before any. The reminder before the due day is none of them."""
    return max((level for level, day in levels if level > 0 and day <= received_on), default=None)
