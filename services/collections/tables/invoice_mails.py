"""What does collections remember of the invoices that were mailed?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, String, text
from sqlmodel import Field

from messages.collections.invoice_mails import InvoiceMailStatus, InvoiceMailView, MailedDocument
from services.collections.tables.base import MOMENT, Table

WAITING: Any = text("status = 'WAITING'")


class InvoiceMail(Table, table=True):
    """Its id is in the mail: who gets it twice sees that it is the same."""

    __tablename__ = "invoice_mails"
    __table_args__ = (
        Index("invoice_mails_due", "due_at", postgresql_where=WAITING),
        Index("invoice_mails_of_invoice", "invoice_id", "requested_at"),
    )
    id: UUID = Field(primary_key=True)
    invoice_id: UUID = Field(foreign_key="invoices.id")
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
