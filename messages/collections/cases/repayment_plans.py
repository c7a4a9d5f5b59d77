"""What is said of plans to repay 还款计划: by when a customer pays what he owes, as was negotiated with him?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.cases.pauses import MOST_RECEIVABLES, PausedReceivable
from messages.money import Amount, Money
from messages.text import LongStr

MOST_ROWS = 60
OPEN_CHANGED = "OPEN_CHANGED"  # why one lapsed: what is open is not what its rows come to any more


class RepaymentPlanStatus(StrEnum):
    REQUESTED = "REQUESTED"  # it waits for its approval and counts for nothing
    RETURNED = "RETURNED"
    ACTIVE = "ACTIVE"  # its rows are the due days
    KEPT = "KEPT"
    BROKEN = "BROKEN"  # a row was not paid on its day: the old due days count again
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class RepaymentRow(Command):
    due_on: date
    amount: Amount = Field(gt=0)


class RequestRepaymentPlan(Command):
    """For all that is open of these receivables, to the cent."""

    id: UUID | None = None
    receivable_ids: list[UUID] = Field(min_length=1, max_length=MOST_RECEIVABLES)
    rows: list[RepaymentRow] = Field(min_length=1, max_length=MOST_ROWS)
    reason: LongStr = Field(min_length=1)


class ResubmitRepaymentPlan(Command):
    """Of a returned one: what is not said stays."""

    rows: list[RepaymentRow] = Field(default=[], max_length=MOST_ROWS)
    reason: LongStr = ""


class DecideRepaymentPlan(Command):
    """The round that was decided; an answer to an earlier one changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class RepaymentRowView(View):
    due_on: date
    amount: Money


class RepaymentPlanView(View):
    id: UUID
    number: str
    status: RepaymentPlanStatus
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    amount: Money
    came: Money  # by confirmed money since it was applied
    rows: list[RepaymentRowView]
    reason: str
    guidance: str
    requested_by: UUID
    requested_at: datetime
    applied_at: datetime | None
    decided_at: datetime | None  # kept, broken
    round: int
    receivables: list[PausedReceivable]
    version: int


class RepaymentPlanEvent(Event):
    """What every event of a plan says."""

    repayment_plan_id: UUID
    number: str
    receivable_number: str  # of several the first
    receivable_ids: list[UUID]
    collection_case_id: UUID  # the customer's
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money


class RepaymentPlanRequested(RepaymentPlanEvent):
    subject: ClassVar[str] = "collections.repayment_plan.requested.v1"
    requested_by: UUID
    round: int


class RepaymentPlanReturned(RepaymentPlanEvent):
    subject: ClassVar[str] = "collections.repayment_plan.returned.v1"
    guidance: str


class RepaymentPlanApplied(RepaymentPlanEvent):
    """Its rows are the due days from now on: it was approved, or is kept again by money that finance saw late."""

    subject: ClassVar[str] = "collections.repayment_plan.applied.v1"


class RepaymentPlanRejected(RepaymentPlanEvent):
    subject: ClassVar[str] = "collections.repayment_plan.rejected.v1"
    guidance: str


class RepaymentPlanWithdrawn(RepaymentPlanEvent):
    subject: ClassVar[str] = "collections.repayment_plan.withdrawn.v1"
    round: int
    guidance: str = ""


class RepaymentPlanKept(RepaymentPlanEvent):
    subject: ClassVar[str] = "collections.repayment_plan.kept.v1"


class RepaymentPlanBroken(RepaymentPlanEvent):
    """A row was not paid on its day: the old due days and their dunning levels count again."""

    subject: ClassVar[str] = "collections.repayment_plan.broken.v1"
    due_on: date
    missing: Money
