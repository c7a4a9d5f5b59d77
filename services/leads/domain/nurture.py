"""When does a lead sleep, and when does it wake up?"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.errors import Malformed, RuleViolation
from messages.leads.handling import WakesIn
from messages.leads.leads import LeadStatus
from messages.roles import Role

WAKES = time(9)
FURTHEST = timedelta(days=730)
OVERSEERS = frozenset({Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN})


def wakes_at(wake_on: date, now: datetime, tz: str) -> datetime:
    """LEA-89: a lead sleeps until nine o'clock of a day to come, within two years, where its legal entity is."""
    zone = ZoneInfo(tz)
    today = now.astimezone(zone).date()
    if not today < wake_on <= today + FURTHEST:
        raise Malformed("wake_on", wake_on, "LEA-89")
    return datetime.combine(wake_on, WAKES, tzinfo=zone).astimezone(UTC)


def must_may_put_to_sleep(number: str, roles: frozenset[str], *, owner_id: UUID | None, actor_id: UUID) -> None:
    """LEA-90: its owner, or who oversees it, puts a lead to sleep, wakes it up, and tries again what was dropped."""
    if owner_id != actor_id and not roles & OVERSEERS:
        raise RuleViolation("LEA-90", number=number)


def must_have_keeper(wakes_in: WakesIn, owner_id: UUID | None, number: str) -> None:
    """LEA-91: only what somebody owns wakes up with its owner."""
    if wakes_in is WakesIn.OWNER and owner_id is None:
        raise RuleViolation("LEA-91", number=number)


def must_be_asleep(number: str, status: LeadStatus) -> None:
    """LEA-92: only what sleeps is woken up."""
    if status is not LeadStatus.NURTURED:
        raise RuleViolation("LEA-92", number=number, status=f"status.lead.{status}")
