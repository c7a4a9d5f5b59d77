"""What is said of commission 提成: by which plan it accrues, among whom it is split, and what of it may be paid?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.money import Amount, Money
from messages.text import Code, SafeStr, ShortStr

Rate = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]  # percent
Share = Annotated[Decimal, Field(gt=0, lt=100, max_digits=6, decimal_places=4)]  # percent
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class CommissionMode(StrEnum):
    """On what it accrues (COL-143)."""

    TERMINAL = "TERMINAL"  # 终端计提: the goods arrived
    COLLECTION = "COLLECTION"  # 回款计提: finance confirmed the money
    COLLECTION_AND_TERMINAL = "COLLECTION_AND_TERMINAL"  # 回款并终端: the money; payable once the goods arrived, too
    QUOTA = "QUOTA"  # 指标完成: the money, by how much of the month's quota it attains


class CommissionComponent(StrEnum):
    COMMISSION = "COMMISSION"
    EARLY_BONUS = "EARLY_BONUS"  # 奖息
    LATE_PENALTY = "LATE_PENALTY"  # 罚息


class CommissionKind(StrEnum):
    ACCRUED = "ACCRUED"  # 计提
    PAYABLE = "PAYABLE"  # of what was accrued
    CLAWED_BACK = "CLAWED_BACK"  # 追回: of what was accrued


class QuotaTier(Command):
    """What of the month's money lies above so many percent of the quota earns this rate."""

    above: Annotated[Decimal, Field(ge=0, le=1000, max_digits=6, decimal_places=2)]
    rate: Rate


class CommissionTerms(Command):
    """`early_bonus` and `late_penalty` are percent a year, by days before and after the due date."""

    mode: CommissionMode
    rate: Rate = Decimal(0)
    tiers: list[QuotaTier] = Field(default=[], max_length=20)  # of QUOTA, instead of the rate
    early_bonus: Rate = Decimal(0)
    late_penalty: Rate = Decimal(0)
    day_count: Literal[360, 365] = 365


class PublishCommissionPlan(CommissionTerms):
    """The next version of the plan of a legal entity, or of one unit of it and those below. Without a day the first
    one is in force at once."""

    name: ShortStr
    legal_entity_id: Code
    unit: Annotated[SafeStr, Field(max_length=200)] = ""
    valid_from: date | None = None


class CommissionPlanView(View):
    id: UUID
    name: str
    legal_entity_id: str
    unit: str
    version: int
    mode: CommissionMode
    rate: Decimal
    tiers: list[QuotaTier]
    early_bonus: Decimal
    late_penalty: Decimal
    day_count: int
    begins_at: datetime
    published_by: UUID
    published_at: datetime


class NamedShare(Command):
    person_id: UUID
    percent: Share


class SetCommissionSplit(Command):
    """Among whom the commission of an order is split from now on: each his percent, and who has the remainder."""

    shares: list[NamedShare] = Field(default=[], max_length=20)
    remainder_to: UUID


class SharePart(View):
    person_id: UUID
    name: str
    percent: Decimal


class CommissionSplitView(View):
    """Together they are 100 percent. Nobody has set one: the order's owner alone."""

    order_id: UUID
    order_number: str
    parts: list[SharePart]
    set_by: UUID | None = None
    set_at: datetime | None = None


class SetCommissionQuota(Command):
    """How much money a person's orders are to bring in a month."""

    person_id: UUID
    month: Month
    amount: Amount = Field(gt=0)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class CommissionQuotaView(View):
    person_id: UUID
    name: str
    month: str
    quota: Money
    set_by: UUID
    set_at: datetime


class CommissionLineView(View):
    """One line of a statement, with all that it is computed from: `amount` = `basis` x `rate` (x days) x `share`."""

    id: UUID
    kind: CommissionKind
    component: CommissionComponent
    happened_on: date
    accrual_id: UUID | None  # which accrual is clawed back, or payable
    order_id: UUID
    order_number: str
    customer_name: str
    shipment_number: str
    payment_number: str
    receivable_number: str
    source_number: str  # the return, where goods went back
    plan_name: str
    plan_version: int
    mode: CommissionMode
    basis: Money
    rate: Decimal
    share: Decimal
    received_on: date | None
    due_on: date | None
    days: int | None  # before the due date; less than nothing: late
    day_count: int | None
    quota: Decimal | None
    attained: Decimal | None  # of the quota's month, before it
    accrued: Money  # less than nothing: clawed back
    payable: Money


class CommissionSum(View):
    """What a person's lines of a month come to in one currency; `not_payable` of all months until its end."""

    person_id: UUID
    person_name: str
    accrued: Money
    clawed_back: Money
    payable: Money
    not_payable: Money


class CommissionStatement(View):
    person_id: UUID
    person_name: str
    month: str
    sums: list[CommissionSum]
    lines: list[CommissionLineView]
    next: str | None = None
    unbooked: int = 0  # orders of which something has happened that is not in it yet


class CommissionSums(View):
    """Of everybody whom the reader may see."""

    month: str
    sums: list[CommissionSum]
    unbooked: int = 0
