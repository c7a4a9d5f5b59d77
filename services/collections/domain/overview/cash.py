"""When may open money be expected, and how exact was what was expected?"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from messages.money import Money

HABIT_DAYS = 365  # of which payments the habit of a customer is read
FEWEST_PAID = 3  # fewer are no habit
WEEKS = 8  # that are looked back at, and ahead
TO = Decimal("0.001")


def usual_days_late(paid: list[tuple[Decimal, int]]) -> int | None:
    """COL-205: a customer usually pays so many days late, or early, as his money of the last year did, each amount
    counting for itself; of fewer than three payments it is not known."""
    whole = sum((amount for amount, _ in paid), Decimal(0))
    if len(paid) < FEWEST_PAID or whole <= 0:
        return None
    days = sum((amount * days for amount, days in paid), Decimal(0)) / whole
    return int(days.quantize(Decimal(1), ROUND_HALF_UP))


def expected_on(due_on: date, usual: int | None, *, today: date) -> date | None:
    """COL-206: money is expected on its due day, moved by its customer's usual days; what is later than that already is
    expected in no week."""
    day = due_on + timedelta(days=usual or 0)
    return day if day >= today else None


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def accuracy(expected: Money, came: Money) -> Decimal | None:
    """COL-207: a forecast was as exact as the smaller of what was expected and what came is of the larger; where both
    are nothing it says nothing."""
    least, most = sorted((expected.amount, came.amount))
    return None if most <= 0 else max(least / most, Decimal(0)).quantize(TO, ROUND_HALF_UP)
