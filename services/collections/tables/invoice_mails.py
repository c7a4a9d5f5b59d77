"""What does collections remember of the invoices and letters that were mailed?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, Index, String, text
from sqlmodel import Field

from messages.collections.dunning.letters import LetterMailView
from messages.collections.invoice_mails import InvoiceMailStatus, InvoiceMailView, MailedDocument
from services.collections.tables.base import MOMENT, Table

WAITING: Any = text("status = 'WAITING'")


class InvoiceMail(Table, table=True):
    """Of an invoice or of a dunning letter. Its id is in the mail: who gets it twice sees that it is the same."""

    __tablename__ = "invoice_mails"
    __table_args__ = (
        Index("invoice_mails_due", "due_at", postgresql_where=WAITING),
        Index("invoice_mails_of_invoice", "invoice_id", "requested_at"),
        Index(
            "invoice_mails_of_dunning", "dunning_id", "requested_at", postgresql_where=text("dunning_id IS NOT NULL")
        ),
        CheckConstraint("num_nonnulls(invoice_id, dunning_id) = 1", name="invoice_mails_of_one"),
    )
    id: UUID = Field(primary_key=True)
    invoice_id: UUID | None = Field(default=None, foreign_key="invoices.id")
    dunning_id: UUID | None = Field(default=None, foreign_key="dunning.id")
    document: MailedDocument = Field(sa_type=Enum(MailedDocument, native_enum=False, length=16))
    mailed_to: str
    lang: str = Field(sa_type=String(2))
    status: InvoiceMailStatus = Field(sa_type=Enum(InvoiceMailStatus, native_enum=False, length=16))
    attempts: int = 0
    error: str = ""
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    mailed_at: datetime | None = Field(default=None, sa_type=MOMENT)

    def view(self) -> InvoiceMailView:
        return InvoiceMailView(**self.model_dump())

    def letter_view(self) -> LetterMailView:
        return LetterMailView(**self.model_dump())
