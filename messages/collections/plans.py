"""What is said of payment plans?"""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from messages.base import Event, View
from messages.deals.terms import PLAIN, InstalmentTrigger, Timing
from messages.money import Money


class InstalmentView(View):
    number: int  # 1, 2, …
    percent: Decimal
    trigger: InstalmentTrigger
    days: int
    amount: Money
    timing: Timing = PLAIN


class PaymentPlanView(View):
    id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: list[InstalmentView]


class PaymentPlanMade(Event):
    subject: ClassVar[str] = "collections.payment_plan.made.v1"
    payment_plan_id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: int
