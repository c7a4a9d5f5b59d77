"""What does collections remember of money and invoices?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlmodel import Field

from messages.collections.invoices import InvoiceStatus, InvoiceView
from messages.collections.payments import PaymentStatus
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, ZERO, Table

COUNTS = "reference IS NOT NULL AND status <> 'REFUSED'"
STANDS = "released_at IS NULL"


class Payment(Table, table=True):
    """Money that came. `allocated` never passes `amount`; who recorded it never confirms it (CHECK)."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("payments_reference", "legal_entity_id", "reference", unique=True, postgresql_where=text(COUNTS)),
        Index("payments_paged", "recorded_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: PaymentStatus = Field(sa_type=Enum(PaymentStatus, native_enum=False, length=16))
    customer_id: UUID = Field(index=True)
    customer_name: str
    order_id: UUID | None = Field(default=None, index=True)
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    allocated: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    received_on: date = Field(sa_type=DAY)
    method: str
    reference: str | None = None
    recorded_by: UUID
    recorded_at: datetime = Field(sa_type=MOMENT)
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    refused_by: UUID | None = None
    refused_reason: str | None = None
    version: int = 1

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)


class AllocationRow(Table, table=True):
    """What a payment settles. Never deleted: `released_at` says since when it no longer counts."""

    __tablename__ = "allocations"
    __table_args__ = (
        Index("allocations_once", "payment_id", "receivable_id", unique=True, postgresql_where=text(STANDS)),
        Index("allocations_of_receivable", "receivable_id"),
    )
    id: UUID = Field(primary_key=True)
    payment_id: UUID = Field(foreign_key="payments.id")
    receivable_id: UUID = Field(foreign_key="receivables.id")
    amount: Decimal = Field(sa_type=AMOUNT)
    confirmed: bool = False
    created_at: datetime = Field(sa_type=MOMENT)
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Invoice(Table, table=True):
    __tablename__ = "invoices"
    __table_args__ = (Index("invoices_paged", "requested_at", "id"),)
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    invoice_number: str | None = Field(default=None, unique=True)
    red_letter_number: str | None = Field(default=None, unique=True)
    status: InvoiceStatus = Field(sa_type=Enum(InvoiceStatus, native_enum=False, length=16))
    order_id: UUID = Field(index=True)
    customer_id: UUID
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    title: str
    tax_id: str | None = None
    mail_to: str = ""
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    issued_by: UUID | None = None
    issued_at: datetime | None = Field(default=None, sa_type=MOMENT)
    refused_reason: str | None = None
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    def fact(self) -> dict[str, Any]:
        """What every event of it tells."""
        own = ("number", "order_id", "customer_id", "legal_entity_id", "version")
        return {"invoice_id": self.id, "amount": self.money} | {name: getattr(self, name) for name in own}

    def view(self) -> InvoiceView:
        own = self.model_dump(include=InvoiceView.model_fields.keys() - {"amount"})
        return InvoiceView(**own, amount=self.money)
