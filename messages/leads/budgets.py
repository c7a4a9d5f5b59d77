"""What is said of budget requests 预算追加: an activity may cost more than was planned, by approval?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr

Budget = Annotated[Amount, Field(gt=0)]


class BudgetStatus(StrEnum):
    REQUESTED = "REQUESTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; may be submitted again
    APPLIED = "APPLIED"  # so much is planned now
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # nobody asks for it any more, or there is nothing left to raise


class RequestBudget(Command):
    """`amount`: what the activity may cost in all, in its currency."""

    amount: Budget
    reason: ShortStr


class ResubmitBudget(Command):
    amount: Budget | None = None
    reason: ShortStr | None = None


class DecideBudget(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class BudgetView(View):
    id: UUID
    number: str
    status: BudgetStatus
    round: int
    activity_id: UUID
    activity_number: str
    activity_name: str
    owner_id: UUID
    legal_entity_id: str
    amount: Money
    reason: str
    guidance: str
    is_automatic: bool  # asked for because it had cost more than was planned
    requested_by: UUID
    requested_at: datetime
    version: int


class BudgetEvent(Event):
    """What all events of it have in common. `owner_id`: whose the activity is."""

    budget_id: UUID
    number: str
    activity_id: UUID
    activity_number: str
    activity_name: str
    owner_id: UUID
    legal_entity_id: str
    amount: Money
    round: int


class BudgetRequested(BudgetEvent):
    """Starts the process BudgetApproval; again (round > 1) it is signalled to it."""

    subject: ClassVar[str] = "leads.budget.requested.v1"


class BudgetReturned(BudgetEvent):
    subject: ClassVar[str] = "leads.budget.returned.v1"
    guidance: str = ""


class BudgetApplied(BudgetEvent):
    subject: ClassVar[str] = "leads.budget.applied.v1"


class BudgetRejected(BudgetEvent):
    subject: ClassVar[str] = "leads.budget.rejected.v1"
    guidance: str = ""


class BudgetWithdrawn(BudgetEvent):
    subject: ClassVar[str] = "leads.budget.withdrawn.v1"
