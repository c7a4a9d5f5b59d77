"""Who has a task of an activity, by when is it due, and who says that it is done?"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messages.errors import Forbidden, Malformed, RuleViolation
from messages.leads.campaign_tasks import CampaignTaskStatus
from messages.roles import Role

LATEST = timedelta(days=366)
MOST_FILES = 50
OUTSIDE = frozenset({Role.CUSTOMER, Role.PARTNER, Role.INTEGRATION})


def due_at(due_on: date, now: datetime, tz: str) -> datetime:
    """LEA-123: a task is due today or later, within a year; it is late when that day is over where it was given."""
    zone = ZoneInfo(tz)
    today = now.astimezone(zone).date()
    if not today <= due_on <= today + LATEST:
        raise Malformed("due_on", due_on, "LEA-123")
    return datetime.combine(due_on + timedelta(days=1), time.min, tzinfo=zone)


def must_be_open_still(number: str, status: CampaignTaskStatus) -> None:
    """LEA-124: a task is done once, or cancelled."""
    if status is not CampaignTaskStatus.OPEN:
        raise RuleViolation("LEA-124", number=number, status=f"status.campaign_task.{status}")


def must_be_executor(name: str, *, active: bool, roles: frozenset[str], works_here: bool) -> None:
    """LEA-125: a task is given to somebody of the house who works for its legal entity."""
    if not active or roles & OUTSIDE or not works_here:
        raise RuleViolation("LEA-125", person=name)


def must_have_it(*, is_executor: bool, is_planner: bool, verb: str) -> None:
    """LEA-126: a task is done by its executor, or by who may change its activity."""
    if not (is_executor or is_planner):
        raise Forbidden(verb, "LEA-126")


def must_have_room(how_many: int) -> None:
    """LEA-127: an activity carries at most MOST_FILES files."""
    if how_many >= MOST_FILES:
        raise RuleViolation("LEA-127", most=MOST_FILES)
