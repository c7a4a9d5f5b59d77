"""What is shown of a collection case 催收案件: all that concerns what one customer owes?"""

from datetime import date
from uuid import UUID

from messages.base import View
from messages.collections.cases.comments import ReceivableCommentView
from messages.collections.cases.contacts import ContactView
from messages.collections.cases.pauses import DunningPauseView
from messages.collections.cases.promises import PromiseView
from messages.collections.cases.repayment_plans import RepaymentPlanView
from messages.collections.receivables import ReceivableView
from messages.money import Money


class CollectionCaseLine(View):
    """A customer who owes, in one currency. The case has the customer's id."""

    customer_id: UUID
    customer_name: str
    receivables: int
    open: Money
    overdue: Money
    oldest_due_on: date | None
    days_late: int
    level: int | None  # the highest dunning level reached
    paused: int  # so many of them are in a pause, or waited for
    promised: Money  # by promises that run


class CollectionCaseView(View):
    customer_id: UUID
    customer_name: str
    grade: str
    sums: list[CollectionCaseLine]
    receivables: list[ReceivableView]  # the earliest due first, at most 100
    pauses: list[DunningPauseView]
    promises: list[PromiseView]
    plans: list[RepaymentPlanView]
    contacts: list[ContactView]
    comments: list[ReceivableCommentView]  # of its receivables, the newest first
