"""What may be planned and spent for a campaign, and by whom?"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from messages.errors import Malformed, RuleViolation
from messages.leads.activities import ActivityStatus
from messages.money import MOST, Money
from messages.roles import Role

LONGEST = timedelta(days=5 * 366)
PLANNERS = frozenset({Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN})
NOTHING = Decimal("0.00")


def must_be_period(starts_on: date, ends_on: date) -> None:
    """LEA-110: a campaign and an activity end on the day on which they start, or later, within five years."""
    if not starts_on <= ends_on <= starts_on + LONGEST:
        raise Malformed("ends_on", ends_on, "LEA-110")


def must_be_within(starts_on: date, ends_on: date, *, campaign_starts: date, campaign_ends: date) -> None:
    """LEA-111: an activity goes on within the period of its campaign."""
    if starts_on < campaign_starts or ends_on > campaign_ends:
        raise RuleViolation("LEA-111", starts_on=campaign_starts, ends_on=campaign_ends)


def must_span(starts_on: date, ends_on: date, activities: Sequence[tuple[str, date, date]]) -> None:
    """LEA-112: the period of a campaign spans its activities, but the cancelled ones."""
    for number, first, last in activities:
        if first < starts_on or last > ends_on:
            raise RuleViolation("LEA-112", number=number, starts_on=first, ends_on=last)


def may_plan(roles: frozenset[str], *, is_own: bool, is_in_scope: bool) -> bool:
    """LEA-113: what is planned is changed by its owner, by the manager of its unit, by marketing and by who directs the
    house; who only has a task of it sees it."""
    return is_own or (is_in_scope and bool(roles & PLANNERS))


def status_on(day: date, starts_on: date, ends_on: date, *, is_cancelled: bool) -> ActivityStatus:
    """LEA-114: an activity runs from its first day to its last, unless it was cancelled."""
    if is_cancelled:
        return ActivityStatus.CANCELLED
    if day < starts_on:
        return ActivityStatus.PLANNED
    return ActivityStatus.RUNNING if day <= ends_on else ActivityStatus.ENDED


def must_go_on(number: str, *, is_cancelled: bool) -> None:
    """LEA-115: what was cancelled is planned no more; what it has cost is recorded still."""
    if is_cancelled:
        raise RuleViolation("LEA-115", number=number)


def must_not_raise(number: str, *, before: Decimal, after: Decimal, has_begun: bool) -> None:
    """LEA-116: the planned cost of what has begun, or has cost something, is raised by approval."""
    if has_begun and after > before:
        raise RuleViolation("LEA-116", number=number)


def cost_after(spent: Decimal, amount: Decimal, *, spent_on: date, today: date) -> Decimal:
    """LEA-117: a cost is of today or before, within five years; together the costs of an activity are never less than
    nothing."""
    if not today - LONGEST <= spent_on <= today:
        raise Malformed("spent_on", spent_on, "LEA-117")
    if amount == 0 or spent + amount < 0:
        raise Malformed("amount", amount, "LEA-117")
    return spent + amount


def must_add_up(field: str, said: Decimal, others: Decimal) -> None:
    """LEA-171: what the activities of a campaign are to cost, to bring and have cost adds up to an amount that can be
    written down (16 digits before the point)."""
    if said > 0 and said + others > MOST:
        raise Malformed(field, said, "LEA-171")


def excess_over(planned: Decimal, actual: Decimal, currency: str) -> Money | None:
    """LEA-118: an activity that has cost more than was planned is overspent."""
    return Money.of(actual - planned, currency) if actual > planned else None


def code_taken(code: str) -> Malformed:
    """LEA-119: a code says one activity of its legal entity."""
    return Malformed("code", code, "LEA-119")
