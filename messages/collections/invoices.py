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
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"  # asked for, never issued
    REVERSED = "REVERSED"  # a red-letter invoice 红字发票 took it back


class RequestInvoice(Command):
    """Without an amount: all of the order that is not invoiced yet."""

    id: UUID | None = None
    order_id: UUID
    amount: Money | None = None
    title: ShortStr | None = None  # 抬头; without it the customer's name
    tax_id: ShortStr | None = None
    mail_to: LongStr = ""


class RefuseInvoice(Command):
    reason: LongStr = Field(min_length=1)


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
    refused_reason: str | None
    red_letter_number: str | None = None
    legal_entity_id: str
    version: int


class InvoiceFact(Event):
    """What every invoice event tells."""

    invoice_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    amount: Money
    legal_entity_id: str


class InvoiceRequested(InvoiceFact):
    subject: ClassVar[str] = "collections.invoice.requested.v1"
    requested_by: UUID


class InvoiceIssued(InvoiceFact):
    subject: ClassVar[str] = "collections.invoice.issued.v1"
    invoice_number: str


class InvoiceRefused(InvoiceFact):
    subject: ClassVar[str] = "collections.invoice.refused.v1"
    reason: str


class InvoiceCancelled(InvoiceFact):
    """Never issued, or taken back by a red-letter invoice."""

    subject: ClassVar[str] = "collections.invoice.cancelled.v1"
    red_letter_number: str | None = None
