"""What does collections remember of its requests to providers of e-invoices?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.invoice_filings import FilingKind, FilingStatus, InvoiceFilingView
from services.collections.tables.base import MOMENT, Table


class InvoiceFiling(Table, table=True):
    """Its id is the key that the provider is asked under, its request what is sent, however often: neither changes.
    `then_reverse`: the order was cancelled meanwhile; what is issued all the same is reversed."""

    __tablename__ = "invoice_filings"
    __table_args__ = (
        Index("invoice_filings_waiting", "invoice_id", unique=True, postgresql_where=text("status = 'WAITING'")),
        Index("invoice_filings_due", "due_at", postgresql_where=text("status = 'WAITING'")),
        Index("invoice_filings_of_invoice", "invoice_id", "position", unique=True),
    )
    id: UUID = Field(primary_key=True)
    invoice_id: UUID = Field(foreign_key="invoices.id")
    position: int  # among those of the invoice
    provider: str
    kind: FilingKind = Field(sa_type=Enum(FilingKind, native_enum=False, length=16))
    status: FilingStatus = Field(sa_type=Enum(FilingStatus, native_enum=False, length=16))
    request: dict[str, Any] = Field(sa_type=JSONB)
    number: str | None = Field(default=None, unique=True)
    issued_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""
    then_reverse: bool = False
    attempts: int = 0
    error: str = ""
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)

    def view(self) -> InvoiceFilingView:
        return InvoiceFilingView(**self.model_dump(include=set(InvoiceFilingView.model_fields)))
