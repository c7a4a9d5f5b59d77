"""What should the house say of these invoices? Counted anew from them alone, day by day."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.services.collections.whole_file.invoices import Invoice

RATES = {1: "5", 7: "7.3", 15: "10", 30: "12.5", 45: "14.6"}  # percent a year, by the days late of each level
AGAIN_AFTER = 7
REMIND_DAYS = 30
CLASSES = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (10**6, "91+"))
Ages = dict[str, tuple[int, Decimal]]


def month_ends(first: date, last: date) -> list[date]:
    """And the last day itself."""
    found, day = [], first.replace(day=1)
    while day <= last:
        end = day.replace(day=monthrange(day.year, day.month)[1])
        found.append(min(end, last))
        day = end + timedelta(days=1)
    return found


def open_on(invoices: Iterable[Invoice], day: date) -> list[Invoice]:
    """At the end of that day."""
    return [one for one in invoices if one.invoiced <= day < one.settled]


def ages_on(invoices: Iterable[Invoice], day: date) -> Ages:
    found: Ages = {}
    for one in open_on(invoices, day):
        name = next(name for most, name in CLASSES if (day - one.due).days <= most)
        count, amount = found.get(name, (0, Decimal(0)))
        found[name] = count + 1, amount + one.amount
    return found


def dso_on(invoices: Iterable[Invoice], day: date) -> Decimal | None:
    stands = sum(one.amount for one in open_on(invoices, day))
    sold = sum(one.amount for one in invoices if day - timedelta(days=89) <= one.invoiced <= day)
    return tenth(Fraction(stands) * 90 / Fraction(sold)) if sold else None


def days_late(invoices: Iterable[Invoice], first: date, last: date) -> Decimal | None:
    """By the file's own column."""
    late = [one.late for one in invoices if first <= one.settled <= last]
    return tenth(Fraction(sum(late), len(late))) if late else None


def days_to_settle(invoices: Iterable[Invoice], first: date, last: date) -> Decimal | None:
    days = [(one.settled - one.invoiced).days for one in invoices if first <= one.settled <= last]
    return tenth(Fraction(sum(days), len(days))) if days else None


def interest_on(invoices: Iterable[Invoice], day: date) -> Decimal:
    """Nobody is dunned for what is disputed."""
    borne = Decimal(0)
    for one in open_on(invoices, day):
        late = (day - one.due).days
        if late > 0 and not one.disputed:
            rate = RATES[max(level for level in RATES if level <= late)]
            borne += rounded(Fraction(one.amount) * late * Fraction(rate) / 36500, 100)
    return borne


def level_of(one: Invoice) -> tuple[bool, int | None]:
    """Reminded or not, and the highest level, each reached before that day's money."""
    if one.disputed:
        return False, None
    late = (one.settled - one.due).days
    level = max((number for number in RATES if number <= late), default=None)
    if level == max(RATES):
        level += (late - level) // AGAIN_AFTER * AGAIN_AFTER
    return late >= -REMIND_DAYS, level


def tenth(exact: Fraction) -> Decimal:
    return rounded(exact, 10)


def rounded(exact: Fraction, parts: int) -> Decimal:
    """Half up."""
    whole = (2 * exact * parts + 1) // 2
    return (Decimal(whole) / parts).quantize(Decimal(1) / parts, ROUND_HALF_UP)
