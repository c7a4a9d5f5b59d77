"""What is said of what a customer owes, how late it is and how much we trust it with?"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from messages.base import Command, Event, View
from messages.money import Amount, Currency, Money
from messages.text import LongStr


class SetCreditLimit(Command):
    """How much the customer may owe in this currency: for the first time, or less than before."""

    currency: Currency
    limit: Money | None = None
    reason: LongStr = ""


class CreditView(View):
    """What a customer owes in one currency."""

    id: UUID
    customer_id: UUID
    customer_name: str
    owed: Money
    oldest_days_late: int
    oldest_due_on: date | None
    unallocated: Money  # confirmed money on the customer's account that settles nothing yet
    limit: Money | None
    version: int


class CreditsView(View):
    """Every currency that the customer has dealt in."""

    customer_id: UUID
    credits: list[CreditView]


class CreditChanged(Event):
    """What a customer owes and how late it is; others judge by it."""

    subject: ClassVar[str] = "collections.credit.changed.v1"
    credit_id: UUID
    customer_id: UUID
    owed: Money
    oldest_days_late: int
    limit: Money | None = None
    order_ids: list[UUID] | None = None  # orders that are counted in `owed` from this change on; None: not said
    order_amounts: dict[UUID, Amount] = {}  # with so much, of those of which it is said
    oldest_due_on: date | None = None  # days late go on between two events; who judges later counts from here
