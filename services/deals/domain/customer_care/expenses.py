"""Which expenses are booked to a customer, and which are approved before?"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.deals.customer_care.expenses import ExpenseRules, ExpenseStatus
from messages.deals.customer_care.segments import NamedCode
from messages.errors import Forbidden, Malformed, RuleViolation
from messages.money import Money

S = ExpenseStatus
LATEST_DAYS = 366
RUNNING = (S.SUBMITTED, S.RETURNED)
TRANSITIONS: dict[ExpenseStatus, tuple[ExpenseStatus, ...]] = {
    S.SUBMITTED: (S.BOOKED, S.RETURNED, S.REJECTED, S.WITHDRAWN),
    S.RETURNED: (S.SUBMITTED, S.BOOKED, S.WITHDRAWN),
    S.BOOKED: (),
    S.REJECTED: (),
    S.WITHDRAWN: (),
}


def move_expense(now: ExpenseStatus, to: ExpenseStatus) -> ExpenseStatus:
    """DEA-139: an expense is submitted, perhaps returned and submitted again, and is booked or rejected once."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("DEA-139", status=f"status.expense.{now}", to=f"status.expense.{to}")
    return to


def expense_kind(code: str, kinds: Sequence[NamedCode]) -> str:
    """DEA-140: the kind of an expense is one that the legal entity has set."""
    for one in kinds:
        if one.code.casefold() == code.casefold():
            return one.code
    raise Malformed("kind", code, "DEA-140", known=[one.code for one in kinds])


def must_be_spent(spent_on: date, amount: Money, now: datetime, tz: str) -> None:
    """DEA-141: what is booked was spent, some money, today or within the last year."""
    today = now.astimezone(ZoneInfo(tz)).date()
    if not today - timedelta(days=LATEST_DAYS) <= spent_on <= today:
        raise Malformed("spent_on", spent_on, "DEA-141")
    if amount.amount <= 0:
        raise Malformed("amount", str(amount.amount), "DEA-141")


def needs_approval(amount: Money, rules: ExpenseRules) -> bool:
    """DEA-142: an expense is approved before it counts, but for one up to what is free in its currency."""
    return not any(free.currency == amount.currency and amount.amount <= free.amount for free in rules.free_up_to)


def must_be_close(number: str, *, close: bool) -> None:
    """DEA-143: on a customer spends who looks after him or sells to him, and their managers."""
    if not close:
        raise Forbidden("expense", "DEA-143", number=number)


def must_be_sale_of(customer_id: UUID, sale_customer_id: UUID) -> None:
    """DEA-144: the sale of an expense is one to its customer."""
    if customer_id != sale_customer_id:
        raise RuleViolation("DEA-144")
