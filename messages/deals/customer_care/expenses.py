"""What is said of what is spent on a customer 费用, its approval, and what he costs 成本档案?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, Page, View
from messages.deals.customer_care.segments import NamedCode
from messages.deals.follow_ups import MOST_FILES, GivenFile
from messages.files import AttachedFile
from messages.money import Money
from messages.text import Code, LongStr


class ExpenseStatus(StrEnum):
    SUBMITTED = "SUBMITTED"  # waits for approval: counts nowhere
    RETURNED = "RETURNED"  # with guidance; may be submitted again
    BOOKED = "BOOKED"  # counts among what the customer costs
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class ExpenseRules(Command):
    """`free_up_to`: an expense up to this is booked at once, in each currency that is named; others are approved."""

    kinds: list[NamedCode] = Field(
        default=[NamedCode(code=one) for one in ("TRAVEL", "MEALS", "GIFT", "SAMPLE", "SERVICE", "OTHER")],
        min_length=1,
        max_length=50,
    )
    free_up_to: list[Money] = Field(default=[], max_length=20)


class AddCustomerExpense(Command):
    """`opportunity_id`: for which sale to this customer."""

    id: UUID | None = None
    opportunity_id: UUID | None = None
    kind: Code
    amount: Money
    spent_on: date
    note: LongStr = ""
    files: list[GivenFile] = Field(default=[], max_length=MOST_FILES)


class ResubmitCustomerExpense(Command):
    amount: Money | None = None
    note: LongStr | None = None


class DecideCustomerExpense(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class CustomerExpenseView(View):
    id: UUID
    number: str
    status: ExpenseStatus
    round: int
    customer_id: UUID
    customer_name: str
    opportunity_id: UUID | None
    owner_id: UUID  # who spent it
    owner_name: str
    legal_entity_id: str
    kind: str
    amount: Money
    spent_on: date
    note: str
    guidance: str
    submitted_at: datetime
    decided_at: datetime | None
    files: list[AttachedFile] = []
    version: int


class CostOfKind(View):
    """What was booked of one kind, in one currency."""

    kind: str
    amount: Money
    count: int


class CustomerCostsView(View):
    """What a customer has cost, as far as the reader sees it; `waiting`: submitted, and not in any sum."""

    customer_id: UUID
    totals: list[Money]
    kinds: list[CostOfKind]
    waiting: list[Money]
    expenses: Page[CustomerExpenseView]


class CustomerExpenseEvent(Event):
    """What all events of it have in common."""

    customer_expense_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    opportunity_id: UUID | None = None
    owner_id: UUID
    legal_entity_id: str
    kind: str
    amount: Money
    spent_on: date
    round: int


class CustomerExpenseSubmitted(CustomerExpenseEvent):
    """Starts the process ExpenseApproval; again (round > 1) it is signalled to it."""

    subject: ClassVar[str] = "deals.customer_expense.submitted.v1"


class CustomerExpenseReturned(CustomerExpenseEvent):
    subject: ClassVar[str] = "deals.customer_expense.returned.v1"
    guidance: str = ""


class CustomerExpenseBooked(CustomerExpenseEvent):
    """It counts; `approved`: somebody agreed to it, else it was small enough."""

    subject: ClassVar[str] = "deals.customer_expense.booked.v1"
    approved: bool = False


class CustomerExpenseRejected(CustomerExpenseEvent):
    subject: ClassVar[str] = "deals.customer_expense.rejected.v1"
    guidance: str = ""


class CustomerExpenseWithdrawn(CustomerExpenseEvent):
    subject: ClassVar[str] = "deals.customer_expense.withdrawn.v1"
