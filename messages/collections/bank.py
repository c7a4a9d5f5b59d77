"""What is said of bank statements 银行流水, whose money an entry may be, and of what a payment provider tells?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from messages.base import Command, Event, View
from messages.collections.exchange import Exchange
from messages.collections.payments import Allocation, PaymentStatus
from messages.money import Money
from messages.text import LongStr, ShortStr


class BankEntryStatus(StrEnum):
    OPEN = "OPEN"  # nobody has said yet whose money it is
    MATCHED = "MATCHED"  # it is a payment
    SET_ASIDE = "SET_ASIDE"  # a fee, a transfer of one's own, money that went: no customer's payment


class AcceptBankEntry(Command):
    """It is this customer's money: without allocations it settles the oldest debt first. Or it is a payment that a
    colleague has recorded already."""

    customer_id: UUID | None = None
    order_id: UUID | None = None
    allocations: list[Allocation] = Field(default=[], max_length=200)
    exchange: Exchange | None = None  # it settles debts in another currency
    payment_id: UUID | None = None


class SetAsideBankEntry(Command):
    reason: LongStr = Field(min_length=1)


class ReopenBankEntry(Command):
    """What was decided about it was wrong: its payment is taken back with it."""

    reason: LongStr = Field(min_length=1)


class MatchedPart(View):
    """A receivable that a suggestion settles, with how much."""

    receivable_id: UUID
    number: str
    order_id: UUID | None = None
    amount: Money


class MatchReason(View):
    """Why: a code with its parameters, and the words for who asks."""

    code: str
    params: dict[str, Any] = {}
    text: str = ""


class MatchSuggestion(View):
    """Whose money it may be; `score` 0 to 100, `rest` stays on the customer's account. With a payment: the one that a
    colleague has recorded."""

    score: int
    customer_id: UUID
    customer_name: str
    payment_id: UUID | None = None
    payment_number: str | None = None
    parts: list[MatchedPart] = []
    exchange: Exchange | None = None  # parts and rest are in its currency
    rest: Money
    reasons: list[MatchReason]


class OriginalEntry(View):
    """The earlier entry of the account that this one takes back, with why; and its payment, if it is one."""

    id: UUID
    booked_on: date
    amount: Money
    counterparty: str
    status: BankEntryStatus
    payment_id: UUID | None = None
    payment_number: str | None = None
    payment_status: PaymentStatus | None = None
    customer_name: str | None = None
    reasons: list[MatchReason]


class BankEntryView(View):
    """An entry of a statement; the amount has a minus when the money went."""

    id: UUID
    statement_id: UUID
    status: BankEntryStatus
    legal_entity_id: str
    account: str
    booked_on: date
    value_on: date | None
    amount: Money
    counterparty: str
    counterparty_account: str
    remittance: str
    reference: str
    occurrence: int  # 2: the bank has a second one that looks the same
    is_reversal: bool
    line: int
    payment_id: UUID | None
    payment_number: str | None = None
    payment_status: PaymentStatus | None = None
    customer_name: str | None = None
    reason: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    imported_by: UUID
    imported_at: datetime
    suggested_at: datetime | None
    suggestions: list[MatchSuggestion] = []
    original: OriginalEntry | None = None  # of money that was returned
    version: int


class EntryOfFile(View):
    """As it was read, before anything is kept; `is_known`: it is kept already."""

    line: int
    booked_on: date
    amount: Money
    counterparty: str
    remittance: str
    reference: str
    account: str
    occurrence: int
    is_known: bool


class RowOfFile(View):
    """A row that is not kept: its line and column, the value, the rule and the words."""

    line: int
    column: str = ""
    value: str = ""
    rule: str = ""
    text: str = ""


class StatementOfFile(View):
    """One account of the file; `moved` is what its entries come to."""

    account: str
    currency: str
    entries: int
    opening: Money | None
    closing: Money | None
    came: Money
    went: Money


class StatementReport(View):
    """What a file has, and what became of it. Of a preview nothing is kept; `entries` are the first of them."""

    id: UUID | None = None
    name: str
    kind: str
    legal_entity_id: str
    accepted: int
    duplicate: int
    invalid: int
    skipped: int
    statements: list[StatementOfFile]
    entries: list[EntryOfFile] = []
    bad: list[RowOfFile] = []
    closed: list[RowOfFile] = []
    duplicates: list[int] = []  # the lines
    transactions: int = 0  # that a provider had told of and this bill has


class BankStatementView(View):
    """A file that was brought in."""

    id: UUID
    name: str
    kind: str
    legal_entity_id: str
    accepted: int
    duplicate: int
    invalid: int
    skipped: int
    imported_by: UUID
    imported_at: datetime


class BankStatementEvent(Event):
    """What every event of a statement says; it is known by the name of its file."""

    bank_statement_id: UUID
    number: str
    legal_entity_id: str


class BankStatementLeftOpen(BankStatementEvent):
    """Of so many of its entries nobody has said yet what they are; again whenever that is another number."""

    subject: ClassVar[str] = "collections.bank_statement.left_open.v1"
    account: str = ""  # of the entries, where it is one
    open_entries: int
    amount: Money | None = None  # what came of them, where it is one currency


class BankStatementCleared(BankStatementEvent):
    """Each of its entries is a payment, or was set aside."""

    subject: ClassVar[str] = "collections.bank_statement.cleared.v1"


class SuggestMatches(Command):
    """Look for whose money open entries are; `again`: also for those that were looked at before."""

    again: bool = False


class MatchesSuggested(View):
    """How many entries were looked at, and for how many somebody has to ask once more."""

    looked_at: int
    suggested: int
    left: int


class ProviderTransactionStatus(StrEnum):
    ANNOUNCED = "ANNOUNCED"  # the provider told of it; its bill is not here yet
    RECONCILED = "RECONCILED"  # the bill has it, with the same amount
    DIFFERENT = "DIFFERENT"  # the bill has another amount
    REFUSED = "REFUSED"  # nothing was recorded for it: its day is in the future


class ProviderNotice(Command):
    """What a payment provider tells, signed: money of an order came, or went back."""

    type: str = Field(pattern=r"^payment\.(succeeded|refunded)$")
    transaction_id: ShortStr
    order_number: ShortStr
    amount: Money
    paid_at: AwareDatetime
    payer: ShortStr | None = None


class ProviderTransactionView(View):
    id: UUID
    status: ProviderTransactionStatus
    provider: str
    transaction_id: str
    type: str
    order_number: str
    amount: Money
    billed: Money | None  # what the bill says
    paid_at: datetime
    payer: str
    legal_entity_id: str
    payment_id: UUID | None
    entry_id: UUID | None
    deliveries: int
    received_at: datetime
    refused_by: str = ""  # the rule that says why
