"""What is said of invoices, and other documents, that go to the customer by mail?"""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from messages.base import Command, View
from messages.text import SafeStr


class InvoiceMailStatus(StrEnum):
    WAITING = "WAITING"  # to be sent, or to be tried again
    SENT = "SENT"  # the mail server has taken it
    GIVEN_UP = "GIVEN_UP"
    CANCELLED = "CANCELLED"  # what it said is no longer so


class MailedDocument(StrEnum):
    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"
    DUNNING_LETTER = "DUNNING_LETTER"


class SendInvoice(Command):
    """As a PDF, in a language; of a reversed one its credit note. Without an address to that of its title."""

    mailed_to: Annotated[SafeStr, Field(max_length=200)] = ""
    lang: Literal["zh", "en"] | None = None  # without it: that of who sends


class InvoiceMailView(View):
    """One letter. `error`: what the mail server said last."""

    id: UUID
    invoice_id: UUID
    document: MailedDocument
    mailed_to: str
    lang: str
    status: InvoiceMailStatus
    attempts: int
    error: str
    requested_by: UUID
    requested_at: AwareDatetime
    due_at: AwareDatetime | None
    mailed_at: AwareDatetime | None


class ProcessedInvoiceMails(View):
    """What became of those that were due; `more`: some are due already."""

    sent: int
    failed: int
    next_due_at: AwareDatetime | None
    more: bool
