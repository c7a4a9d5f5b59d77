"""What is said of payment plans, receivables and what happens when they are late?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.contracts import InstalmentTrigger
from messages.money import Amount, Currency, Money
from messages.text import Code, ShortStr

SHARDS = 8  # of customers: one keeper each, so that one sweep can send one message per customer
MOST_SWEPT = 1000


class ReceivableStatus(StrEnum):
    OPEN = "OPEN"
    PAID = "PAID"
    CANCELLED = "CANCELLED"


class ImportReceivableRow(Command):
    """A receivable of another system, with its real dates. `settled_on` closes it as history; without it, it lives on.

    `live` starts its clocks: a reminder before, rungs after the due date. `owner` is the login of whoever
    follows it up; without it, whoever imports.
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


class InstalmentView(View):
    number: int  # 1, 2, …
    percent: Decimal
    trigger: InstalmentTrigger
    days: int
    amount: Money


class PaymentPlanView(View):
    id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: list[InstalmentView]


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
    due_on: date | None  # None: what starts its days has not happened
    days_late: int
    rung: int | None  # the highest rung reached, days late
    reminded: bool
    disputed: bool
    history: bool
    settled_on: date | None
    version: int


class OrderAccount(View):
    """What an order owes, has paid and was invoiced: the process asks it after each fact."""

    order_id: UUID
    total: Money
    receivable: Money  # opened and not cancelled
    paid: Money
    waiting: Money  # recorded, not yet confirmed
    invoiced: Money
    requested: Money  # invoice asked for, not yet issued
    next_due_on: date | None
    settled: bool  # paid in full
    invoiced_in_full: bool


class SweepShard(Command):
    """A keeper asks: handle what is due by now (X-As-Of) in this shard."""

    limit: int = Field(default=200, ge=1, le=MOST_SWEPT)


class SweptShard(View):
    """What one sweep did; `more` is due at once when the limit was reached."""

    reminded: int
    escalated: int
    dunned: int = 0  # customers, each by one message
    next_due_at: datetime | None
    more: bool


class ShardView(View):
    shard: int
    shard_id: UUID
    next_due_at: datetime | None
    clocks: int  # receivables whose clock runs


class ReceivableCount(View):
    """How many there are in a state, and their money."""

    status: ReceivableStatus
    history: bool
    count: int
    amount: Money
    paid: Money


class AgeingBucket(View):
    """Open receivables by days late: `undated`, `not_due`, `1-30`, `31-60`, `61-90`, `91+`."""

    bucket: str
    count: int
    open: Money


class Ageing(View):
    as_of: datetime
    buckets: list[AgeingBucket]


class DunningView(View):
    """One consolidated message to one customer, as it was worded."""

    id: UUID
    customer_id: UUID
    customer_name: str
    rungs: dict[str, int]
    total: Money
    told: list[str]  # owner, manager, finance, director, legal
    text_zh: str
    text_en: str
    sent_at: datetime


class PaymentPlanMade(Event):
    subject: ClassVar[str] = "collections.payment_plan.made.v1"
    payment_plan_id: UUID
    contract_id: UUID
    customer_id: UUID
    total: Money
    instalments: int


class ReceivableFact(Event):
    """What every receivable event tells."""

    receivable_id: UUID
    number: str
    customer_id: UUID
    order_id: UUID | None = None
    contract_id: UUID | None = None
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money


class ReceivableOpened(ReceivableFact):
    subject: ClassVar[str] = "collections.receivable.opened.v1"
    due_on: date | None = None
    history: bool = False


class ReceivableDue(ReceivableFact):
    """Its due date is known now."""

    subject: ClassVar[str] = "collections.receivable.due.v1"
    due_on: date


class ReceivableReminded(ReceivableFact):
    subject: ClassVar[str] = "collections.receivable.reminded.v1"
    due_on: date


class ReceivableOverdue(ReceivableFact):
    """It reached a rung of the ladder: so many days after the due date, at local 00:00."""

    subject: ClassVar[str] = "collections.receivable.overdue.v1"
    due_on: date
    rung: int
    reached_at: datetime
    open: Money
    tells: str = ""  # whom the ladder names: owner, manager, finance, director, legal


class ReceivablePaid(ReceivableFact):
    subject: ClassVar[str] = "collections.receivable.paid.v1"
    settled_on: date
    history: bool = False


class ReceivableCancelled(ReceivableFact):
    subject: ClassVar[str] = "collections.receivable.cancelled.v1"


class CustomerDunned(Event):
    """One consolidated message to one customer about all that reached a rung in this sweep."""

    subject: ClassVar[str] = "collections.dunning.sent.v1"
    dunning_id: UUID
    customer_id: UUID
    rungs: dict[str, int]  # receivable number -> rung
    total: Money
    told: list[str] = []  # owner, manager, finance, director, legal


class ShardDeadlineMoved(Event):
    """The nearest clock of a shard rings earlier than before: its keeper looks again."""

    subject: ClassVar[str] = "collections.shard.deadline_moved.v1"
    shard_id: UUID
    shard: int
    next_due_at: datetime


class CreditChanged(Event):
    """What a customer owes and how late it is; others judge by it."""

    subject: ClassVar[str] = "collections.credit.changed.v1"
    credit_id: UUID
    customer_id: UUID
    owed: Money
    oldest_days_late: int
    limit: Money | None = None
    oldest_due_on: date | None = None  # days late go on between two facts; who judges later counts from here
