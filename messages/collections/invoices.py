"""What is said of invoices 发票?"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.invoice_filings import FilingKind, InvoiceFilingView
from messages.collections.invoice_titles import InvoiceKind
from messages.collections.receivables import AccountSnapshot
from messages.money import Amount, Money, UnitPrice
from messages.orders.pricing import ChargeKind
from messages.text import LongStr, ShortStr

MOST_LINES = 500  # of one request
MOST_ORDERS = 50  # on one invoice


class InvoiceStatus(StrEnum):
    REQUESTED = "REQUESTED"
    ISSUED = "ISSUED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"  # asked for, never issued
    REVERSED = "REVERSED"  # by a credit note 红字发票

    @classmethod
    def _missing_(cls, value: object) -> "InvoiceStatus | None":
        """Also by the name that it was stored under before."""
        return cls.REJECTED if value == "REFUSED" else None


class InvoiceLineWanted(Command):
    """Of the line of the order in this place: so many pieces, or an amount of it; without either all that is left."""

    position: int = Field(ge=1, le=1_000_000)
    quantity: int | None = Field(default=None, ge=1, le=1_000_000_000)
    amount: Amount | None = Field(default=None, gt=0)


class OrderWanted(Command):
    """Another order on the same invoice: an amount or lines of it; without either all that is not invoiced yet."""

    order_id: UUID
    amount: Money | None = None
    lines: list[InvoiceLineWanted] = Field(default=[], max_length=MOST_LINES)


class RequestInvoice(Command):
    """An amount of the order, or lines of it; without either all that is not invoiced yet. `with_orders`: other orders
    of the same customer, legal entity and currency that are on the same invoice.

    Made out to a title of the customer's book, by its id; without one, and without words of its own, to the default of
    the book, else to the customer's name.
    """

    id: UUID | None = None
    order_id: UUID
    amount: Money | None = None
    lines: list[InvoiceLineWanted] = Field(default=[], max_length=MOST_LINES)
    with_orders: list[OrderWanted] = Field(default=[], max_length=MOST_ORDERS - 1)
    title_id: UUID | None = None
    kind: InvoiceKind | None = None  # without it that of the title
    title: ShortStr | None = None  # 抬头, where it is in no book
    tax_id: ShortStr | None = None
    mail_to: LongStr = ""


class RejectInvoice(Command):
    reason: LongStr = Field(min_length=1)


class ReverseInvoice(Command):
    """Why the credit note 红字发票 was written."""

    reason: LongStr = ""


class InvoiceView(View):
    id: UUID
    number: str  # of the request
    invoice_number: str | None  # gapless, given at issue
    status: InvoiceStatus
    order_id: UUID  # the first
    other_order_ids: list[UUID] = []  # that are on it too
    customer_id: UUID
    amount: Money  # with tax
    tax: Money | None = None  # None: nobody said it, of an order that was confirmed before its lines were known
    title: str
    tax_id: str | None
    mail_to: str
    title_id: UUID | None = None  # where it was chosen; what it said then stands here
    kind: InvoiceKind = InvoiceKind.GENERAL
    registered_address: str = ""
    country: str = ""
    registered_phone: str = ""
    bank_name: str = ""
    bank_account: str = ""
    email: str = ""
    mail_when_issued: bool = False
    requested_by: UUID
    requested_at: datetime
    issued_by: UUID | None
    issued_at: datetime | None
    rejected_reason: str | None
    credit_note_number: str | None = None
    reversed_reason: str | None = None
    reversed_by: UUID | None = None
    reversed_at: datetime | None = None
    reversal_due_at: datetime | None = None  # an order on it was cancelled after it was issued, others stand
    filing: InvoiceFilingView | None = None  # the last request to a provider; not in lists
    legal_entity_id: str
    version: int


class InvoiceLineView(View):
    """`net` and `tax` are the total."""

    position: int
    order_id: UUID
    order_number: str = ""
    order_position: int  # the line of the order
    description: str
    charge: ChargeKind | None = None
    product_code: str = ""
    quantity: int | None  # None: an amount of the line
    unit_price: UnitPrice | None  # before tax
    net: Money
    tax_rate: Decimal | None  # None: nobody said it
    tax: Money
    total: Money


class MissingTerm(View):
    """A business term of EN 16931 that an invoice lacks to be exported, and who does not say it."""

    term: str  # BT-32
    of: Literal["invoice", "seller", "buyer", "line"]
    field: str


class CreditNoteView(View):
    """A credit note 红字发票: what an issued invoice said, less than nothing."""

    number: str
    invoice_id: UUID
    invoice_number: str  # of the original
    order_id: UUID
    other_order_ids: list[UUID] = []
    customer_id: UUID
    amount: Money
    tax: Money | None
    reason: str | None
    reversed_by: UUID | None  # None: nobody kept it then
    reversed_at: datetime | None
    lines: list[InvoiceLineView]


class BillableLineView(View):
    """A line of an order, and how much of it is neither invoiced nor requested."""

    position: int
    description: str
    charge: ChargeKind | None = None
    product_code: str = ""
    quantity: int | None
    quantity_left: int | None
    tax_rate: Decimal | None
    total: Money
    left: Money


class BillableOrder(View):
    """What can be invoiced of an order: 订单金额, 待开票, 待确认开票, 已开票."""

    order_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    amount: Money  # of the order
    credited: Money  # no longer owed of it
    to_invoice: Money  # neither invoiced nor requested
    requested: Money  # finance has not issued it
    invoiced: Money
    lines: list[BillableLineView]


class JoinableOrder(View):
    """Another order that can be on the same invoice, and what of it is neither invoiced nor requested."""

    order_id: UUID
    number: str
    to_invoice: Money


class InvoiceEvent(Event):
    """What every invoice event says."""

    invoice_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    amount: Money
    legal_entity_id: str
    owner_id: UUID | None = None  # of the order
    order_ids: list[UUID] = []  # all that are on it, `order_id` first; none from the release before

    @property
    def orders(self) -> list[UUID]:
        """Those that it concerns."""
        return self.order_ids or [self.order_id]


class InvoiceRequested(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.requested.v1"
    requested_by: UUID
    accounts: dict[UUID, AccountSnapshot] = {}  # of its orders by now, for the process of each; none: it has to ask


class InvoiceReduced(InvoiceEvent):
    """One of its orders was cancelled: the request goes on without the lines of that one, over this amount."""

    subject: ClassVar[str] = "collections.invoice.reduced.v1"
    cancelled_order_id: UUID
    cancelled_order_number: str


class InvoiceReversalDue(InvoiceEvent):
    """One of its orders was cancelled after it was issued; the others stand: finance writes a red letter 红字."""

    subject: ClassVar[str] = "collections.invoice.reversal_due.v1"
    cancelled_order_id: UUID
    cancelled_order_number: str


class InvoiceIssued(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.issued.v1"
    invoice_number: str
    accounts: dict[UUID, AccountSnapshot] = {}  # of its orders by now, for the process of each; none: it has to ask


class InvoiceRejected(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.rejected.v1"
    reason: str


class InvoiceCancelled(InvoiceEvent):
    """Never issued, or reversed by a credit note 红字发票."""

    subject: ClassVar[str] = "collections.invoice.cancelled.v1"
    credit_note_number: str | None = None


class InvoiceFiled(InvoiceEvent):
    """A provider of e-invoices is asked for it, or for its reversal."""

    subject: ClassVar[str] = "collections.invoice.filed.v1"
    provider: str
    kind: FilingKind


class InvoiceMailRequested(InvoiceEvent):
    """It is to go to the customer by mail."""

    subject: ClassVar[str] = "collections.invoice.mail_requested.v1"
    mail_id: UUID


class InvoiceMailGivenUp(InvoiceEvent):
    """The mail server does not take it."""

    subject: ClassVar[str] = "collections.invoice.mail_given_up.v1"
    mail_id: UUID
    mailed_to: str
    reason: str


class InvoiceFilingFailed(InvoiceEvent):
    """The provider refused, or has not answered for a while and is asked again."""

    subject: ClassVar[str] = "collections.invoice.filing_failed.v1"
    provider: str
    kind: FilingKind
    refused: bool
    reason: str
