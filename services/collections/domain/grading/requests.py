"""Who may change how much a customer may owe, or let goods leave beyond it?"""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from messages.collections.grading.requests import CreditRequestStatus
from messages.errors import Forbidden, RuleViolation


def is_raise(before: Decimal | None, after: Decimal | None) -> bool:
    """COL-177: a limit that is raised, or taken away, counts when another in finance confirms it; a lower one, or the
    first, at once."""
    return before is not None and (after is None or after > before)


def must_not_be_raised(before: Decimal | None, after: Decimal | None) -> None:
    """COL-177, where there is nobody to confirm it."""
    if is_raise(before, after):
        raise RuleViolation("COL-177")


def must_be_only_one(*, is_asked_for: bool, is_so_already: bool = False) -> None:
    """COL-179: of one customer and currency, or of one order, at most one request waits at a time, and none for the
    limit that counts already."""
    if is_asked_for or is_so_already:
        raise RuleViolation("COL-179")


def must_be_another(*, requested_by: UUID, decided_by: UUID) -> None:
    """COL-180: who asked for credit never confirms it, nor whose order it is for."""
    if requested_by == decided_by:
        raise RuleViolation("COL-180")


def must_have_asked(*, requested_by: UUID, actor: UUID) -> None:
    """COL-181: who asked for credit withdraws it, nobody else; others reject it."""
    if requested_by != actor:
        raise RuleViolation("COL-181")


def must_decide_on(roles: Collection[str], allowed: Collection[str], *, verb: str) -> None:
    """COL-182: a limit is confirmed by finance; an order is released by the roles that the credit policy names."""
    if not set(roles) & set(allowed):
        raise Forbidden(verb, "COL-182", roles=", ".join(sorted(allowed)))


def must_be_deliverable(*, is_confirmed: bool, is_over: bool, number: str) -> None:
    """COL-183: an order is released while goods of it may leave: once it is confirmed, until it is cancelled."""
    if not is_confirmed or is_over:
        raise RuleViolation("COL-183", number=number)


def must_change_hold(*, is_held: bool, hold: bool) -> None:
    """COL-184: a customer is put on hold by a person once, and only what a person has put on hold is released by one;
    what his grade holds ends with it."""
    if is_held == hold:
        raise RuleViolation("COL-184")


def must_be_open(status: CreditRequestStatus) -> None:
    """COL-185: a request for credit is confirmed, rejected or withdrawn, once."""
    if status is not CreditRequestStatus.REQUESTED:
        raise RuleViolation("COL-185", status=f"status.credit_request.{status}")
