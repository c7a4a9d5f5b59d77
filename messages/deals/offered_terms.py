"""Which payment terms is a customer offered, and which version of which policy gave them?"""

from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from messages.base import View
from messages.deals.terms import EarlyDiscount, Instalment

WHOLE = Decimal(100)


class PaymentWay(StrEnum):
    """In which way an instalment is paid 付款方式, as plans and payments write it."""

    BANK_TRANSFER = "bank transfer"
    ACCEPTANCE_BILL = "acceptance bill"
    LETTER_OF_CREDIT = "letter of credit"
    CHEQUE = "cheque"
    CASH = "cash"


class OfferedTerms(View):
    """As finance's collection policy has it. All days are calendar days.

    `extension_days` are in `usual_days` and `most_days`: what his behaviour gave him by the rule `extension`, or took.
    """

    policy_id: UUID
    policy: str  # its name; empty: the one that came with the product
    policy_version: int
    policy_entity: str  # "*": of every legal entity that has none of its own
    grade: str  # of the customer's credit; empty: none yet
    ways: list[PaymentWay]  # the usual one first
    usual_days: int
    most_days: int | None  # None: nothing bounds them
    discount: EarlyDiscount | None = None
    extension: str = ""
    extension_days: int = 0

    @property
    def terms(self) -> list[Instalment]:
        """Where nothing else is agreed: all of it so many days after the receipt of the goods."""
        return [Instalment(percent=WHOLE, days=self.usual_days, discount=self.discount)]
