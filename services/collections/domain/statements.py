"""Which days may a statement of account cover?"""

from datetime import date, datetime, timedelta

from messages.errors import Malformed
from services.collections.domain.due_dates import midnight

LONGEST = timedelta(days=366)
MOST_PRINTED = 2000  # moves on one print


def bounds_of(first_on: date, last_on: date, tz: str) -> tuple[datetime, datetime]:
    """COL-57: a statement of account covers whole days by the customer's clock, a year of them at most."""
    if not date(2000, 1, 1) <= first_on <= last_on < date(2200, 1, 1):
        raise Malformed("first_on", first_on.isoformat(), "COL-57")
    if last_on - first_on >= LONGEST:
        raise Malformed("last_on", last_on.isoformat(), "COL-57")
    return midnight(first_on, tz), midnight(last_on + timedelta(days=1), tz)


def must_be_printable(*, has_more: bool, last_on: date) -> None:
    """COL-111: a statement of account of more than 2,000 moves is not printed: it is a spreadsheet, or shorter."""
    if has_more:
        raise Malformed("last_on", last_on.isoformat(), "COL-111", most=MOST_PRINTED)
