"""What does collections remember of bank statements and of what payment providers tell?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.db.search import search_index
from messages.collections.bank import (
    BankEntryStatus,
    BankStatementView,
    ProviderTransactionStatus,
    ProviderTransactionView,
)
from messages.money import Money
from services.collections.domain.bank.originals import EntrySaid
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table

JSON: Any = JSONB
ENTRY_KEY = ("legal_entity_id", "account_key", "key", "occurrence")


class BankStatement(Table, table=True):
    """A file that was brought in, and what became of its rows."""

    __tablename__ = "bank_statements"
    __table_args__ = (Index("bank_statements_paged", "imported_at", "id"),)
    id: UUID = Field(primary_key=True)
    legal_entity_id: str
    name: str
    kind: str
    sha256: str
    accepted: int
    duplicate: int
    invalid: int
    skipped: int
    imported_by: UUID
    imported_at: datetime = Field(sa_type=MOMENT)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})  # counts what was decided of its entries

    def view(self) -> BankStatementView:
        return BankStatementView(**self.model_dump(include=set(BankStatementView.model_fields)))


class BankEntry(Table, table=True):
    """Money that came (plus) or went (minus) on an account: each once, by its natural key and its number among those
    that look the same. One payment is one entry (unique)."""

    __tablename__ = "bank_entries"
    __table_args__ = (
        UniqueConstraint(*ENTRY_KEY, name="bank_entries_once"),
        Index("bank_entries_payment", "payment_id", unique=True, postgresql_where=text("payment_id IS NOT NULL")),
        Index("bank_entries_of_statement", "statement_id", "status"),
        Index("bank_entries_of_amount", "legal_entity_id", "account_key", "amount"),
        Index("bank_entries_paged", "booked_on", "id"),
        Index("bank_entries_of_status", "status", "booked_on", "id"),
        Index("bank_entries_unseen", "legal_entity_id", "id", postgresql_where=text("status = 'OPEN'")),
        Index("bank_entries_of_payer", "legal_entity_id", "payer_key", postgresql_where=text("status = 'MATCHED'")),
        Index("bank_entries_reference", "legal_entity_id", "reference_key"),
        search_index("bank_entries_search"),
    )
    id: UUID = Field(primary_key=True)
    statement_id: UUID = Field(foreign_key="bank_statements.id")
    status: BankEntryStatus = Field(sa_type=Enum(BankEntryStatus, native_enum=False, length=16))
    legal_entity_id: str
    account: str
    account_key: str
    key: str
    occurrence: int
    line: int
    booked_on: date = Field(sa_type=DAY)
    value_on: date | None = Field(default=None, sa_type=DAY)
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    counterparty: str = ""
    counterparty_account: str = ""
    payer_key: str | None = None  # by which the same payer is known again
    remittance: str = ""
    reference: str = ""
    reference_key: str | None = None
    is_reversal: bool = False
    payment_id: UUID | None = Field(default=None, foreign_key="payments.id")
    customer_id: UUID | None = None
    reason: str | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    imported_by: UUID
    imported_at: datetime = Field(sa_type=MOMENT)
    suggestions: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
    suggested_at: datetime | None = Field(default=None, sa_type=MOMENT)
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @property
    def said(self) -> EntrySaid:
        """What the bank wrote of it."""
        text = " ".join((self.counterparty, self.remittance, self.reference))
        own = (self.id, self.booked_on, self.amount, self.reference_key, self.payer_key)
        return EntrySaid(*own, text, self.is_reversal)

    def reopen(self, reason: str, *, by: UUID, at: datetime) -> None:
        """It waits again, and is looked at again."""
        self.status, self.payment_id, self.customer_id = BankEntryStatus.OPEN, None, None
        self.reason, self.decided_by, self.decided_at, self.suggested_at = reason, by, at, None
        self.version += 1


class ProviderTransaction(Table, table=True):
    """What a payment provider told, each transaction once; with the entry of its bill when that came."""

    __tablename__ = "provider_transactions"
    __table_args__ = (
        UniqueConstraint("provider", "transaction_id", "type", name="provider_transactions_once"),
        Index("provider_transactions_paged", "received_at", "id"),
        Index("provider_transactions_key", "legal_entity_id", "transaction_key"),
    )
    id: UUID = Field(primary_key=True)
    status: ProviderTransactionStatus = Field(sa_type=Enum(ProviderTransactionStatus, native_enum=False, length=16))
    provider: str
    transaction_id: str
    transaction_key: str
    type: str
    order_number: str
    amount: Decimal = Field(sa_type=AMOUNT)  # minus: it went back
    currency: str = Field(sa_type=CURRENCY)
    billed: Decimal | None = Field(default=None, sa_type=AMOUNT)
    paid_at: datetime = Field(sa_type=MOMENT)
    payer: str = ""
    legal_entity_id: str
    payment_id: UUID | None = Field(default=None, foreign_key="payments.id")
    entry_id: UUID | None = Field(default=None, foreign_key="bank_entries.id")
    notice: dict[str, Any] = Field(sa_type=JSON)  # as it was signed
    deliveries: int = 1
    received_at: datetime = Field(sa_type=MOMENT)
    refused_by: str = Field(default="", sa_column_kwargs={"server_default": ""})  # a rule

    def view(self) -> ProviderTransactionView:
        own = self.model_dump(include=ProviderTransactionView.model_fields.keys() - {"amount", "billed"})
        billed = None if self.billed is None else Money(amount=self.billed, currency=self.currency)
        return ProviderTransactionView(**own, amount=Money(amount=self.amount, currency=self.currency), billed=billed)
