"""What has a legal entity set for its customers: how they are admitted, and who has the better claim?"""

from datetime import datetime

from pydantic import Field

from messages.base import Command, View
from messages.deals.customer_care.access import AccessRules
from messages.deals.customer_care.admissions import Criterion
from messages.deals.customer_care.expenses import ExpenseRules
from messages.deals.customer_care.phases import USUAL_PHASES, PhaseRow, ReminingRules
from messages.deals.customer_care.segments import CustomerAttributes, SegmentRow
from messages.deals.customers import SalesWay
from messages.text import Code, ShortStr


class AdmissionRules(Command):
    """`required`: a new customer of a seller is admitted by approval. Of two claims the better one is found by the
    criteria in their order; ways and tiers: the better one first, and what is not named comes last."""

    required: bool = False
    criteria: list[Criterion] = Field(default=[Criterion.FIRST], min_length=1, max_length=3)
    ways: list[SalesWay] = Field(default=[SalesWay.DIRECT, SalesWay.CHANNEL], max_length=2)
    tiers: list[ShortStr] = Field(default=[], max_length=20)


class CustomerRules(Command):
    admission: AdmissionRules = AdmissionRules()
    attributes: CustomerAttributes = CustomerAttributes()
    segments: list[SegmentRow] = Field(default=[], max_length=50)
    phases: list[PhaseRow] = Field(default=USUAL_PHASES, min_length=1, max_length=30)
    remining: ReminingRules = ReminingRules()
    expenses: ExpenseRules = ExpenseRules()
    access: AccessRules = AccessRules()


class SetCustomerRules(Command):
    """The parts that are given replace those that stand."""

    legal_entity_id: Code | None = None
    admission: AdmissionRules | None = None
    attributes: CustomerAttributes | None = None
    segments: list[SegmentRow] | None = Field(default=None, max_length=50)
    phases: list[PhaseRow] | None = Field(default=None, min_length=1, max_length=30)
    remining: ReminingRules | None = None
    expenses: ExpenseRules | None = None
    access: AccessRules | None = None


class CustomerRulesView(View):
    legal_entity_id: str
    rules: CustomerRules
    changed_at: datetime | None
    version: int  # 0: nothing was set, what is usual holds
