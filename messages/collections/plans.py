"""What is said of payment plans?"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
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
    reason: LongStr = Field(min_length=1)


class InstalmentView(View):
    number: int  # 1, 2, …
    percent: Decimal
    trigger: InstalmentTrigger
    days: int
    amount: Money
    timing: Timing = PLAIN
    owner_id: UUID | None = None  # whose it is to bring it in
    method: str = ""
    note: str = ""


class PaymentPlanView(View):
    id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: list[InstalmentView]
    version: int = 1
    changed_at: datetime | None = None
    reason: str = ""  # why it was changed last


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
