"""What is said of how a customer pays: how old what he owed was at the end of each month, and how late he is?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from messages.base import View
from messages.collections.receivables import AgeingBucket
from messages.money import Money


class BehaviourMonth(View):
    """In one currency, at the end of a month, or of the last day that is looked at. `dso`: days sales outstanding."""

    last: date
    invoiced: Money  # in the 90 days up to it
    open: Money
    overdue: Money
    ages: list[AgeingBucket]
    overdue_share: Decimal | None  # overdue of open
    dso: Decimal | None


class PaymentBehaviourView(View):
    """By what stands now: money counts from the day on which the bank had it, goods that came back from the start."""

    customer_id: UUID
    since: date
    until: date
    settled: int  # receivables in these days
    on_time: int
    days_late: Decimal | None  # on average, of them
    days_to_settle: Decimal | None  # on average, from the day of the invoice
    interest: list[Money]  # that what is open and dunned now has borne
    months: list[BehaviourMonth]  # the newest first
