"""What is said of orders that the credit limit stopped?"""

from enum import StrEnum

from messages.base import View
from messages.money import Money


class StopOutcome(StrEnum):
    """What became of an order that was over the credit limit when it was placed."""

    HELD = "HELD"  # it waits for approval, or to be made smaller
    PREVENTED = "PREVENTED"  # it was never delivered
    RELEASED = "RELEASED"  # who is asked for it approved it, seeing what the customer owes


class CreditStop(View):
    """So many orders over the credit limit came to this, worth so much, in one currency."""

    outcome: StopOutcome
    count: int
    total: Money
