"""When may an activity cost more than was planned, and who has to agree?"""

from decimal import Decimal
from math import ceil

from messages.errors import Malformed, RuleViolation
from messages.leads.budgets import BudgetStatus

S = BudgetStatus
TRANSITIONS: dict[BudgetStatus, tuple[BudgetStatus, ...]] = {
    S.REQUESTED: (S.APPLIED, S.RETURNED, S.REJECTED, S.WITHDRAWN),
    S.RETURNED: (S.REQUESTED, S.WITHDRAWN),
    S.APPLIED: (),
    S.REJECTED: (),
    S.WITHDRAWN: (),
}
RUNNING = (S.REQUESTED, S.RETURNED)
WHOLE = 100


def must_be_raise(amount: Decimal, *, planned: Decimal, actual: Decimal) -> None:
    """LEA-137: who asks for a budget asks for more than is planned, and for no less than was spent already."""
    if amount <= planned or amount < actual:
        raise Malformed("amount", amount, "LEA-137")


def must_be_only_one(waiting: str | None) -> None:
    """LEA-138: of an activity one budget request waits at a time."""
    if waiting is not None:
        raise RuleViolation("LEA-138", number=waiting)


def move_budget(now: BudgetStatus, to: BudgetStatus) -> BudgetStatus:
    """LEA-139: a budget is requested, perhaps returned and requested again, and ends once."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("LEA-139", status=f"status.budget.{now}", to=f"status.budget.{to}")
    return to


def is_to_be_asked(*, planned: Decimal, actual: Decimal, is_waiting: bool) -> bool:
    """LEA-140: when more was spent than is planned, and no request waits, one is made by itself."""
    return actual > planned and not is_waiting


def is_in_vain(amount: Decimal, *, planned: Decimal, actual: Decimal, is_automatic: bool, is_cancelled: bool) -> bool:
    """LEA-141: a request lapses when its activity is cancelled, when as much is planned already, and one that was made
    by itself also when its activity is not overspent any more."""
    return is_cancelled or amount <= planned or (is_automatic and actual <= planned)


def percent_over(amount: Decimal, planned: Decimal) -> int:
    """By how much of what was planned it is raised, rounded up."""
    if planned <= 0:
        return WHOLE
    return ceil((amount - planned) * WHOLE / planned)
