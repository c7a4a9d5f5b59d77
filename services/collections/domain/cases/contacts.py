"""When is a customer contacted before something is due, and what is written down?"""

from datetime import date, datetime, timedelta

from messages.collections.cases.contacts import ContactStatus
from messages.errors import RuleViolation
from services.collections.domain.due_dates import local_day, midnight


def contact_at(due: date, *, days_before: int, tz: str) -> datetime:
    """COL-194: a customer is contacted so many days before something is due as his grade says: at local 00:00 the to-do
    of its owner opens. (The database sets it with the due day.)"""
    return midnight(due - timedelta(days=days_before), tz)


def is_worth_contacting(due: date | None, *, now: datetime, tz: str) -> bool:
    """Of a day that is over he is dunned, not contacted before it."""
    return due is not None and local_day(now, tz) <= due


def must_be_recordable(status: ContactStatus, next_on: date | None, *, now: datetime, tz: str) -> None:
    """COL-195: what came of a contact is written down once; the next one is on a later day, within a year."""
    today = local_day(now, tz)
    is_later = next_on is None or today < next_on <= today + timedelta(days=366)
    if status is not ContactStatus.PLANNED or not is_later:
        raise RuleViolation("COL-195", status=f"status.contact.{status}")
