"""What does collections remember of payments?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Enum, Index, Numeric, text
from sqlmodel import Field

from chassis.db.search import search_index
from messages.collections.payments import PaymentStatus
from messages.matching.searches import search_text
from messages.money import Money
from services.collections.domain.ledger import Subject
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, ZERO, Table

WITH_REFERENCE = "reference_key IS NOT NULL AND status NOT IN ('REJECTED', 'VOIDED')"
CAME = (text("coalesce(received_currency, currency)"), text("coalesce(received_amount, amount)"))
ENTRY = ("legal_entity_id", "reference_key", *CAME, "occurrence")
IMPORTED_AND_WAITING = "source IS NOT NULL AND status = 'RECORDED'"
UNRELEASED = "released_at IS NULL"
FREE_AND_SEEN = "status IN ('CONFIRMED', 'REVERSED') AND allocated + refunded < amount"


class Payment(Table, table=True):
    """Money that came. `allocated` and `refunded` (gone back, or set aside for it) together never pass `amount`; who
    recorded it never confirms it (CHECK). `received_…`: what came, where it settles debts in another currency, at a
    rate for one unit of `rate_of`; all of these or none (CHECK)."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("payments_entry", *ENTRY, unique=True, postgresql_where=text(WITH_REFERENCE)),
        Index("payments_number", "number", "legal_entity_id", unique=True),
        Index("payments_imported", "source", postgresql_where=text(IMPORTED_AND_WAITING)),
        Index("payments_paged", "recorded_at", "id"),
        Index("payments_of_owner", "owner_id", "recorded_at", "id"),
        Index("payments_of_status", "status", "recorded_at", "id"),
        Index("payments_on_account", "customer_id", postgresql_where=text(FREE_AND_SEEN)),
        search_index("payments_search"),
    )
    id: UUID = Field(primary_key=True)
    number: str
    source: str | None = None  # the file by which it came
    status: PaymentStatus = Field(sa_type=Enum(PaymentStatus, native_enum=False, length=16))
    customer_id: UUID = Field(index=True)
    customer_name: str
    order_id: UUID | None = Field(default=None, index=True)
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    received_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    received_currency: str | None = Field(default=None, sa_type=CURRENCY)
    rate: Decimal | None = Field(default=None, sa_type=Numeric(20, 10))
    rate_of: str | None = Field(default=None, sa_type=CURRENCY)
    rate_on: date | None = Field(default=None, sa_type=DAY)
    rate_source: str | None = None
    allocated: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    refunded: Decimal = Field(default=ZERO, sa_type=AMOUNT, sa_column_kwargs={"server_default": "0"})
    received_on: date = Field(sa_type=DAY)
    method: str
    reference: str | None = None
    reference_key: str | None = None  # in normal form
    occurrence: int = 1
    automatic: bool = True  # nobody said what it settles: the oldest due first
    recorded_by: UUID
    recorded_at: datetime = Field(sa_type=MOMENT)
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    rejected_by: UUID | None = None
    rejected_reason: str | None = None
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: int = 1

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    @property
    def received(self) -> Money | None:
        """What came, where that was in another currency."""
        if self.received_amount is None or self.received_currency is None:
            return None
        return Money(amount=self.received_amount, currency=self.received_currency)

    @property
    def free(self) -> Decimal:
        """What of it settles nothing, and does not go back."""
        return self.amount - self.allocated - self.refunded

    @property
    def subject(self) -> Subject:
        """What is posted of it."""
        own = (self.customer_id, self.legal_entity_id, self.currency, self.number)
        return Subject(*own, order_id=self.order_id, payment_id=self.id)

    def searched(self) -> str:
        """What it is found by."""
        return search_text(self.number, self.customer_name, self.reference)


class AllocationRow(Table, table=True):
    """What a payment settles. Never deleted: `released_at` says since when it no longer counts."""

    __tablename__ = "allocations"
    __table_args__ = (
        Index("allocations_once", "payment_id", "receivable_id", unique=True, postgresql_where=text(UNRELEASED)),
        Index("allocations_of_receivable", "receivable_id"),
    )
    id: UUID = Field(primary_key=True)
    payment_id: UUID = Field(foreign_key="payments.id")
    receivable_id: UUID = Field(foreign_key="receivables.id")
    amount: Decimal = Field(sa_type=AMOUNT)
    confirmed: bool = False
    created_at: datetime = Field(sa_type=MOMENT)
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)
