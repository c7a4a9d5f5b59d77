"""What is said of what a customer owes, how late it is and how much we trust it with?"""

from datetime import date
from uuid import UUID

from messages.base import Command, View
from messages.money import Currency, Money


class SetCreditLimit(Command):
    """How much the customer may owe in this currency; no limit takes it away."""

    currency: Currency
    limit: Money | None = None


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
