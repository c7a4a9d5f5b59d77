"""How long does a customer's money stay out, and how late is he?"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from messages.errors import Malformed
from messages.money import Money

SALES_DAYS = 90
TENTH = Decimal("0.1")
THOUSANDTH = Decimal("0.001")
EARLIEST = date(2000, 1, 1)


def days_sales_outstanding(open: Money, invoiced: Money) -> Decimal | None:
    """COL-240: days sales outstanding are what is open at the end of a month, divided by what was invoiced in the 90
    days up to it, times 90, rounded half up to a tenth of a day; where nothing was invoiced there are none."""
    if not invoiced.amount:
        return None
    return (open.amount * SALES_DAYS / invoiced.amount).quantize(TENTH, ROUND_HALF_UP)


def average_days(days: int, of: int) -> Decimal | None:
    """COL-241: on average a customer is late by the days after the due day of each receivable that he settled in the
    period, none where it was in time, divided by how many there were; rounded half up to a tenth of a day."""
    return (Decimal(days) / of).quantize(TENTH, ROUND_HALF_UP) if of else None


def share_of(part: Money, whole: Money) -> Decimal | None:
    return (part.amount / whole.amount).quantize(THOUSANDTH, ROUND_HALF_UP) if whole.amount else None


def must_have_been(until: date, today: date) -> None:
    """COL-242: how a customer pays is looked at up to a day from 2000 on, today at the latest."""
    if not EARLIEST <= until <= today:
        raise Malformed("until", until.isoformat(), "COL-242", today=today)


def first_month(until: date, months: int) -> date:
    """The first day of the first of so many months, of which `until` is in the last."""
    month = until.replace(day=1)
    for _ in range(months - 1):
        month = (month - timedelta(days=1)).replace(day=1)
    return month
