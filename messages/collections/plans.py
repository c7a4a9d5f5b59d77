"""What is said of payment plans?"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.custom_fields import Extra
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import PLAIN, Instalment, InstalmentTrigger, Timing
from messages.money import Money
from messages.text import LongStr, ShortStr


class PlannedInstalment(Instalment):
    """A row of a plan that is changed: with the way in which it is paid, and a note."""

    method: ShortStr = ""
    note: ShortStr = ""


class ChangePaymentPlan(Command):
    """All of its rows anew, and why."""

    rows: list[PlannedInstalment] = Field(min_length=1, max_length=36)
    extra: Extra | None = None  # custom fields; not said: as they are
    reason: LongStr = Field(min_length=1)


class InstalmentView(View):
    number: int  # 1, 2, …
    percent: Decimal
    trigger: InstalmentTrigger
    days: int
    amount: Money
    timing: Timing = PLAIN
    owner_id: UUID | None = None  # whose it is to bring it in
    owner_name: str = ""
    grade: str = ""  # of the customer's credit: A, B, C or D; none yet
    method: str = ""
    note: str = ""


class PaymentPlanView(View):
    id: UUID
    contract_id: UUID
    contract_number: str = ""
    customer_id: UUID
    customer_name: str = ""
    grade: str = ""
    owner_id: UUID | None = None
    owner_name: str = ""
    legal_entity_id: str = ""
    total: Money
    instalments: list[InstalmentView]
    extra: Extra = {}  # custom fields
    version: int = 1
    changed_at: datetime | None = None
    reason: str = ""  # why it was changed last
    offer: OfferedTerms | None = None  # to its customer, when it was made; by it the ways were filled in


class PaymentPlanMade(Event):
    subject: ClassVar[str] = "collections.payment_plan.made.v1"
    payment_plan_id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: int


class PaymentPlanChanged(Event):
    """For the orders that are confirmed from now on; its sum is the contract's, as before."""

    subject: ClassVar[str] = "collections.payment_plan.changed.v1"
    payment_plan_id: UUID
    contract_id: UUID
    contract_number: str
    customer_id: UUID
    owner_id: UUID
    legal_entity_id: str
    total: Money
    instalments: int
    reason: str
