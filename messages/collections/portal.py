"""What does a customer see of what he owes?"""

from datetime import date
from uuid import UUID

from messages.base import View
from messages.money import Money


class PortalBalance(View):
    """In one currency."""

    open: Money  # owed
    due: Money  # of that: its day has come
    advance: Money  # paid, and settles nothing yet


class PortalDebt(View):
    """A receivable that is open."""

    number: str
    order_id: UUID | None
    amount: Money
    open: Money
    due_on: date | None  # None: what starts its days has not happened
    days_late: int


class PortalStatement(View):
    balances: list[PortalBalance]
    debts: list[PortalDebt]  # the earliest due first, at most 100


class PortalAccount(View):
    """Of one order."""

    order_id: UUID
    paid: Money
    to_pay: Money
    next_due_on: date | None
