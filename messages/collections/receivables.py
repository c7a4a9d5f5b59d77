"""What is said of receivables 应收?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from messages.base import Command, Event, OpenItem, View
from messages.collections.dunning.choices import DunningAdvice, Measure
from messages.deals.terms import PLAIN, InstalmentTrigger, Timing
from messages.money import Amount, Currency, Money
from messages.text import Code, ShortStr


class ReceivableStatus(StrEnum):
    OPEN = "OPEN"
    PAID = "PAID"
    CANCELLED = "CANCELLED"


class Age(StrEnum):
    """Days late, in classes (COL-18)."""

    UNDATED = "undated"
    NOT_DUE = "not_due"
    UP_TO_30 = "1-30"
    UP_TO_60 = "31-60"
    UP_TO_90 = "61-90"
    OLDER = "91+"


class ImportReceivableRow(Command):
    """A receivable of another system, with its real dates. `settled_on` closes it as history; without it, it lives on.

    `live` starts its clocks: a reminder before, dunning levels after the due date. `owner` is the login of whoever
    follows it up; without it, whoever imports. A `customer` that is the number or tax id of one of our customers of
    that legal entity, or else a `customer_name` (without it `customer`) that is his name, however it is written, is
    that customer; anybody else is one of his own.
    """

    line: int
    external_id: ShortStr  # the invoice number there, leading zeros kept
    customer: ShortStr  # the customer's id there
    invoiced_on: date
    due_on: date
    amount: Amount
    currency: Currency
    disputed: bool = False
    settled_on: date | None = None
    live: bool = False
    legal_entity_id: Code | None = None
    tz: ShortStr = "Asia/Shanghai"
    customer_name: ShortStr | None = None
    owner: Code | None = None


class ReceivableView(View):
    id: UUID
    number: str
    status: ReceivableStatus
    customer_id: UUID
    customer_name: str
    order_id: UUID | None
    contract_id: UUID | None
    instalment: int | None
    external_id: str | None
    owner_id: UUID | None
    legal_entity_id: str
    amount: Money
    paid: Money  # confirmed and allocated
    waiting: Money  # recorded, finance has not confirmed
    written_off: Money  # given up: within the tolerance, or by approval
    write_off_requested: Money  # open until that is approved
    open: Money  # amount less paid and written_off
    due_on: date | None  # None: what starts its days has not happened
    days_late: int
    level: int | None  # the highest dunning level reached, days late
    reminded: bool
    disputed: bool
    history: bool
    settled_on: date | None
    version: int
    trigger: InstalmentTrigger | None = None
    days: int = 0
    timing: Timing = PLAIN
    discount: Money | None = None  # so much less settles it with money that came by `discount_until`
    discount_until: date | None = None
    paused_until: datetime | None = None  # dunning waits until then: a pause, or a promise to pay


class OrderAccount(View):
    """What an order owes, has paid and was invoiced."""

    order_id: UUID
    total: Money
    receivable: Money  # opened and not cancelled
    paid: Money
    waiting: Money  # recorded, not yet confirmed
    written_off: Money
    invoiced: Money
    requested: Money  # invoice asked for, not yet issued
    to_invoice: Money | None = None  # neither invoiced nor requested
    credited: Money | None = None  # of the total, no longer owed
    to_pay: Money | None = None  # of the total: neither came, nor is given up; None from the release before
    to_confirm: Money | None = None  # came, finance has not confirmed it: also what nothing is due for yet
    next_due_on: date | None  # the first day of what is open, also one that has passed
    days_late: int = 0  # of what is latest
    settled: bool  # nothing of it is open: paid, or written off
    invoiced_in_full: bool


class AccountSnapshot(View):
    """What its process follows of an order's money."""

    settled: bool = False
    invoiced_in_full: bool = False
    to_request: bool = False  # some of it is neither invoiced nor requested
    to_invoice: Money | None = None  # how much
    to_confirm: list[OpenItem] = []  # payments that finance has not confirmed
    to_issue: list[OpenItem] = []  # invoices requested
    to_correct: list[OpenItem] = []  # an invoice to be reversed: more is invoiced than the order costs by now
    on_account: list[OpenItem] = []  # payments of which finance saw more than they settle
    invoices: int = 0  # requested so far, whatever became of them
    changes: int = 0  # changes of what the order costs that are in these sums
    version: int = 0  # how many acts that say what stands are in it

    def is_done(self, changes: int) -> bool:
        """Paid and invoiced in full, with so many changes of what the order costs."""
        return self.settled and self.invoiced_in_full and self.changes >= changes


class ReceivableCount(View):
    """How many there are in a state, and their money."""

    status: ReceivableStatus
    history: bool
    count: int
    amount: Money
    paid: Money
    written_off: Money


class AgeingBucket(View):
    """Open receivables by days late: `undated`, `not_due`, `1-30`, `31-60`, `61-90`, `91+`."""

    bucket: str
    count: int
    open: Money


class Ageing(View):
    as_of: datetime
    buckets: list[AgeingBucket]


class ReceivableEvent(Event):
    """What every receivable event says."""

    receivable_id: UUID
    number: str
    customer_id: UUID
    order_id: UUID | None = None
    contract_id: UUID | None = None
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money
    open: Money | None = None  # what is neither paid of it, by confirmed money, nor written off
    written_off: Money | None = None
    tz: str = ""  # where the customer's days begin
    customer_name: str = ""


class ReceivableOpened(ReceivableEvent):
    subject: ClassVar[str] = "collections.receivable.opened.v1"
    due_on: date | None = None
    history: bool = False


class ReceivableAdded(ReceivableEvent):
    """It was opened since the order costs more, by a change of it."""

    subject: ClassVar[str] = "collections.receivable.added.v1"
    change_number: str


class ReceivableDue(ReceivableEvent):
    """Its due date is known now."""

    subject: ClassVar[str] = "collections.receivable.due.v1"
    due_on: date


class LevelEvent(ReceivableEvent):
    """What a level of the dunning procedure asks of whom it names: owner, manager, finance, director, legal."""

    due_on: date
    tasks_for: list[str] = []
    within: str = ""
    notices_for: list[str] = []


class ReceivableReminded(LevelEvent):
    """The day on which it is due comes."""

    subject: ClassVar[str] = "collections.receivable.reminded.v1"


class ReceivableOverdue(LevelEvent):
    """It reached a level of the dunning procedure: so many days after the due date, at local 00:00."""

    subject: ClassVar[str] = "collections.receivable.overdue.v1"
    level: int
    reached_at: datetime
    notifies: str = ""  # the first whom the procedure names
    again: bool = False  # the last level once more: it is still not paid
    letter: bool = False  # the customer is written to
    advice: DunningAdvice | None = None


class ReceivableMeasureChosen(ReceivableEvent):
    """Somebody chose what is done about a late one."""

    subject: ClassVar[str] = "collections.receivable.measure_chosen.v1"
    advised: Measure
    chosen: Measure
    note: str = ""
    chosen_by: UUID


class ReceivableBalanceChanged(ReceivableEvent):
    """Another part of it is open than before, and it is not paid in full: money came, or was taken off it again."""

    subject: ClassVar[str] = "collections.receivable.balance_changed.v1"
    due_on: date | None = None
    status: ReceivableStatus = ReceivableStatus.OPEN


class ReceivablePaid(ReceivableEvent):
    subject: ClassVar[str] = "collections.receivable.paid.v1"
    settled_on: date
    history: bool = False


class ReceivableCancelled(ReceivableEvent):
    subject: ClassVar[str] = "collections.receivable.cancelled.v1"
