"""What is said of invoices 发票?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Money
from messages.text import LongStr, ShortStr


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


class RequestInvoice(Command):
    """Without an amount: all of the order that is not invoiced yet."""

    id: UUID | None = None
    order_id: UUID
    amount: Money | None = None
    title: ShortStr | None = None  # 抬头; without it the customer's name
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
    order_id: UUID
    customer_id: UUID
    amount: Money
    title: str
    tax_id: str | None
    mail_to: str
    requested_by: UUID
    requested_at: datetime
    issued_by: UUID | None
    issued_at: datetime | None
    rejected_reason: str | None
    credit_note_number: str | None = None
    reversed_reason: str | None = None
    legal_entity_id: str
    version: int


class InvoiceEvent(Event):
    """What every invoice event says."""

    invoice_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    amount: Money
    legal_entity_id: str
    owner_id: UUID | None = None  # of the order


class InvoiceRequested(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.requested.v1"
    requested_by: UUID


class InvoiceIssued(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.issued.v1"
    invoice_number: str


class InvoiceRejected(InvoiceEvent):
    subject: ClassVar[str] = "collections.invoice.rejected.v1"
    reason: str


class InvoiceCancelled(InvoiceEvent):
    """Never issued, or reversed by a credit note 红字发票."""

    subject: ClassVar[str] = "collections.invoice.cancelled.v1"
    credit_note_number: str | None = None
