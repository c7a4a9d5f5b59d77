"""What is said of all that is to be collected: what is due, late and expected, and what each phase of control did?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from messages.base import View
from messages.money import Money

REFERENCE = {"before_delivery": 70, "until_due": 35, "after_due": 40}  # percent of bad debts that each phase may save


class Owed(View):
    """So many open receivables, and what of them is open."""

    count: int
    open: Money


class OverdueSum(Owed):
    """Of one owner, at one dunning level; None: no level was reached."""

    level: int | None
    owner_id: UUID | None
    owner_name: str
    days_late: int  # of the one that is late longest


class ExpectedWeek(View):
    """What falls due in a week, and what may come in it by the habits of the customers."""

    week: date  # its Monday
    due: Money
    expected: Money


class PastWeek(View):
    """What was expected of a week when it began, and what came."""

    week: date
    expected: Money
    came: Money
    accuracy: Decimal | None  # 1: to the cent


class UntilDue(View):
    """Of what fell due in the period: what was paid by then, and what of it by customers who had been reminded."""

    due: Money
    paid: Money
    reminded: Money
    reminded_paid: Money
    share: Decimal | None  # paid of due


class AfterDue(View):
    """Of what was not paid by its due day: what came later."""

    late: Money
    recovered: Money
    share: Decimal | None  # recovered of late


class RecoveredAfter(View):
    """What came after this dunning level and before the next; None: before any."""

    level: int | None
    recovered: Money


class CollectionOverview(View):
    """Of all that the reader may see. The phases look at what fell due since `since`."""

    as_of: datetime
    since: date
    due_this_week: list[Owed]
    overdue: list[OverdueSum]
    beyond_habit: list[Owed]  # later than their customers usually pay: no week is expected to bring them
    disputed: list[Owed]
    promised: list[Owed] = []  # by a day that is still to come
    expected: list[ExpectedWeek]
    past: list[PastWeek]
    until_due: list[UntilDue]
    after_due: list[AfterDue]
    recovered: list[RecoveredAfter]
