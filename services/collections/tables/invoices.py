"""What does collections remember of invoices and the titles that they are made out to?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Enum, Index, String, Uuid, text
from sqlmodel import Field

from chassis.db.search import search_index
from messages.collections.invoice_titles import InvoiceKind, InvoiceTitleView, TitleTerms
from messages.collections.invoices import InvoiceStatus, InvoiceView
from messages.matching.searches import search_text
from messages.money import Money
from services.collections.domain.titles import written_tax_id
from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, Table
from services.collections.tables.invoice_filings import InvoiceFiling

KIND: Any = Enum(InvoiceKind, native_enum=False, length=16)
COUNTRY: Any = String(2)
IDS: Any = ARRAY(Uuid)
EMPTY: Any = {"server_default": ""}
NO: Any = {"server_default": text("false")}
# What an invoice keeps of the title that was chosen for it, beside the name and the tax id.
SNAPSHOT = (
    "kind",
    "registered_address",
    "country",
    "registered_phone",
    "bank_name",
    "bank_account",
    "mail_to",
    "email",
    "mail_when_issued",
)


class InvoiceTitle(Table, table=True):
    """Of a customer's book. Never deleted: `removed_at` says since when it can no longer be chosen."""

    __tablename__ = "invoice_titles"
    __table_args__ = (
        Index("invoice_titles_of_customer", "customer_id"),
        Index(
            "invoice_titles_default", "customer_id", unique=True,
            postgresql_where=text("is_default AND removed_at IS NULL"),
        ),
    )  # fmt: skip
    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    name: str
    kind: InvoiceKind = Field(sa_type=KIND)
    tax_id: str
    registered_address: str
    registered_phone: str
    bank_name: str
    bank_account: str
    mail_to: str
    email: str
    mail_when_issued: bool = Field(default=False, sa_column_kwargs=NO)
    country: str = Field(default="", sa_type=COUNTRY, sa_column_kwargs=EMPTY)
    is_default: bool
    changed_by: UUID
    changed_at: datetime = Field(sa_type=MOMENT)
    removed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    def take(self, terms: TitleTerms) -> None:
        for name in TitleTerms.model_fields:
            setattr(self, name, getattr(terms, name))
        self.tax_id, self.country = written_tax_id(terms.tax_id), terms.country.upper()

    def view(self) -> InvoiceTitleView:
        return InvoiceTitleView(**self.model_dump(exclude={"removed_at"}))


class Invoice(Table, table=True):
    """What it says of its title is a snapshot of the customer's book, taken when it was requested."""

    __tablename__ = "invoices"
    __table_args__ = (
        Index("invoices_paged", "requested_at", "id"),
        Index("invoices_of_owner", "owner_id", "requested_at", "id"),
        Index("invoices_of_status", "status", "requested_at", "id"),
        search_index("invoices_search"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    invoice_number: str | None = Field(default=None, unique=True)
    credit_note_number: str | None = Field(default=None, unique=True)
    status: InvoiceStatus = Field(sa_type=Enum(InvoiceStatus, native_enum=False, length=16))
    order_id: UUID = Field(index=True)
    other_order_ids: list[UUID] = Field(default=[], sa_type=IDS, sa_column_kwargs={"server_default": "{}"})
    customer_id: UUID
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    tax: Decimal | None = Field(default=None, sa_type=AMOUNT)  # in it; None: nobody said it
    currency: str = Field(sa_type=CURRENCY)
    title: str
    tax_id: str | None = None
    mail_to: str = ""
    title_id: UUID | None = Field(default=None, foreign_key="invoice_titles.id")
    kind: InvoiceKind = Field(default=InvoiceKind.GENERAL, sa_type=KIND, sa_column_kwargs={"server_default": "GENERAL"})
    registered_address: str = Field(default="", sa_column_kwargs=EMPTY)
    registered_phone: str = Field(default="", sa_column_kwargs=EMPTY)
    bank_name: str = Field(default="", sa_column_kwargs=EMPTY)
    bank_account: str = Field(default="", sa_column_kwargs=EMPTY)
    email: str = Field(default="", sa_column_kwargs=EMPTY)
    mail_when_issued: bool = Field(default=False, sa_column_kwargs=NO)
    country: str = Field(default="", sa_type=COUNTRY, sa_column_kwargs=EMPTY)
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    issued_by: UUID | None = None
    issued_at: datetime | None = Field(default=None, sa_type=MOMENT)
    rejected_reason: str | None = None
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})
    reversed_reason: str | None = None
    reversed_by: UUID | None = None
    reversed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reversal_due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    @property
    def order_ids(self) -> list[UUID]:
        """All that are on it; what of each, its lines say."""
        return [self.order_id, *self.other_order_ids]

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    def event_args(self) -> dict[str, Any]:
        """What all its events say."""
        own = ("number", "order_id", "order_ids", "customer_id", "owner_id", "legal_entity_id", "version")
        return {"invoice_id": self.id, "amount": self.money} | {name: getattr(self, name) for name in own}

    def searched(self) -> str:
        """What it is found by: the numbers that it has so far, and whose it is."""
        return search_text(self.number, self.invoice_number, self.title)

    def view(self, filing: InvoiceFiling | None = None) -> InvoiceView:
        own = self.model_dump(include=InvoiceView.model_fields.keys() - {"amount", "tax", "filing"})
        tax = None if self.tax is None else Money(amount=self.tax, currency=self.currency)
        return InvoiceView(**own, amount=self.money, tax=tax, filing=filing.view() if filing else None)
