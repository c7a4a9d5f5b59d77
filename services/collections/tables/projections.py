"""What does collections know of customers, contracts and orders?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import PLAIN, InstalmentTrigger, Timing
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, TIMING, TRIGGER, ZERO, Table


class Customer(Table, table=True):
    """What is known of a customer: of deals, or of another system (`kind` imported, named by its id there)."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("legal_entity_id", "external_id"),
        Index("customers_named", "legal_entity_id", "name_key"),
    )
    id: UUID = Field(primary_key=True)
    kind: str
    external_id: str | None = None
    number: str | None = Field(default=None, index=True)  # of our own
    tax_key: str | None = Field(default=None, index=True)
    name: str
    name_key: str | None = None  # of our own
    legal_entity_id: str
    tz: str
    owner_id: UUID | None = None
    owner_unit: str = ""
    grade: str = Field(default="", sa_column_kwargs={"server_default": ""})  # A, B, C or D; none yet
    merged_into: UUID | None = Field(default=None, index=True)  # it is the same as this one
    version: int = 0


class PaymentPlan(Table, table=True):
    __tablename__ = "payment_plans"
    __table_args__ = (
        Index("payment_plans_paged", "created_at", "id"),
        Index("payment_plans_extra", "extra", postgresql_using="gin", postgresql_ops={"extra": "jsonb_path_ops"}),
    )
    id: UUID = Field(primary_key=True)
    contract_id: UUID = Field(unique=True)
    contract_number: str
    customer_id: UUID
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    effective_at: datetime = Field(sa_type=MOMENT)
    created_at: datetime = Field(sa_type=MOMENT)
    changed_by: UUID | None = None
    changed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})  # why it was changed last
    extra: dict[str, Any] = Field(default={}, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})
    offered: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))  # to its customer, when made
    version: int = 1

    @property
    def total(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @property
    def offer(self) -> OfferedTerms | None:
        return OfferedTerms.model_validate(self.offered) if self.offered else None

    def event_args(self) -> dict[str, Any]:
        """What is said of it when it is changed."""
        own = ("contract_id", "contract_number", "customer_id", "owner_id", "legal_entity_id", "version")
        return {"payment_plan_id": self.id, "total": self.total} | {name: getattr(self, name) for name in own}


class InstalmentRow(Table, table=True):
    __tablename__ = "instalments"
    plan_id: UUID = Field(primary_key=True, foreign_key="payment_plans.id")
    number: int = Field(primary_key=True)
    percent: Decimal = Field(sa_type=Numeric(5, 2))
    trigger: InstalmentTrigger = Field(sa_type=TRIGGER)
    days: int
    timing: dict[str, Any] | None = Field(default=None, sa_type=TIMING)  # none: so many days after the trigger
    method: str = Field(default="", sa_column_kwargs={"server_default": ""})
    note: str = Field(default="", sa_column_kwargs={"server_default": ""})
    amount: Decimal = Field(sa_type=AMOUNT)

    @property
    def agreed(self) -> Timing:
        return Timing.model_validate(self.timing) if self.timing else PLAIN


class OrderAccountRow(Table, table=True):
    """An order as far as money is concerned; `invoiced` and `requested` never pass `amount` (CHECK)."""

    __tablename__ = "order_accounts"
    __table_args__ = (Index("order_accounts_number", "legal_entity_id", "number"),)
    order_id: UUID = Field(primary_key=True)
    number: str
    contract_id: UUID | None = None
    customer_id: UUID = Field(index=True)
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    invoiced: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    requested: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    credited: Decimal = Field(default=ZERO, sa_type=AMOUNT)  # by allowances
    confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    shipped_at: datetime | None = Field(default=None, sa_type=MOMENT)
    received_at: datetime | None = Field(default=None, sa_type=MOMENT)
    cancelled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    order_version: int = 0
    changes: int = 0  # of what the order costs, that are in these sums
    shipped_version: int = 0  # of the order, as it was said last that all of it has left
    received_version: int = 0

    @property
    def net(self) -> Decimal:
        """What it costs by now: to be paid, and to be invoiced."""
        return self.amount - self.credited

    @property
    def to_invoice(self) -> Decimal:
        """What is neither invoiced nor requested; nothing where more is invoiced than it costs by now."""
        return max(self.net - self.invoiced - self.requested, ZERO)

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)


class AccountStanding(Table, table=True):
    """How many acts that say what stands of an order's money are in it. Each locks it until its end."""

    __tablename__ = "account_standings"
    order_id: UUID = Field(primary_key=True)
    version: int = 0
