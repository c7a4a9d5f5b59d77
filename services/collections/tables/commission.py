"""What does collections remember of commission?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Enum, Identity, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.commission import (
    CommissionComponent,
    CommissionKind,
    CommissionLineView,
    CommissionMode,
    CommissionPlanView,
    CommissionQuotaView,
)
from messages.money import Money
from services.collections.domain.commission.facts import FactKind
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table

PERCENT: Any = Numeric(7, 4)


def _kinds(of: Any) -> Any:
    return Enum(of, native_enum=False, length=24)


class CommissionPlan(Table, table=True):
    """One version, never changed; an empty unit is the whole legal entity."""

    __tablename__ = "commission_plans"
    __table_args__ = (UniqueConstraint("legal_entity_id", "unit", "version"),)
    id: UUID = Field(primary_key=True)
    name: str
    legal_entity_id: str
    unit: str
    version: int
    mode: CommissionMode = Field(sa_type=_kinds(CommissionMode))
    rate: Decimal = Field(sa_type=PERCENT)
    tiers: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    early_bonus: Decimal = Field(sa_type=PERCENT)
    late_penalty: Decimal = Field(sa_type=PERCENT)
    day_count: int
    begins_at: datetime = Field(sa_type=MOMENT)
    published_by: UUID
    published_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> CommissionPlanView:
        return CommissionPlanView.model_validate(self.model_dump())


class CommissionSplit(Table, table=True):
    """Among whom an order's commission is split from a moment on; never changed."""

    __tablename__ = "commission_splits"
    order_id: UUID = Field(primary_key=True)
    set_at: datetime = Field(primary_key=True, sa_type=MOMENT)
    parts: list[Any] = Field(sa_column=Column(JSONB, nullable=False))  # person, name, unit, percent; the remainder last
    set_by: UUID


class CommissionQuota(Table, table=True):
    """How much money somebody's orders are to bring in a month."""

    __tablename__ = "commission_quotas"
    person_id: UUID = Field(primary_key=True)
    month: str = Field(primary_key=True)
    currency: str = Field(primary_key=True, sa_type=CURRENCY)
    name: str
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    set_by: UUID
    set_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> CommissionQuotaView:
        quota = Money(amount=self.amount, currency=self.currency)
        own = self.model_dump(include={"person_id", "name", "month", "set_by", "set_at"})
        return CommissionQuotaView(**own, quota=quota)


class CommissionFact(Table, table=True):
    """What happened to an order of a legal entity that has a plan: goods as they are told of, money by a trigger of the
    ledger, under the id of its transaction. `booked_at`: its lines are written."""

    __tablename__ = "commission_facts"
    __table_args__ = (
        Index("commission_facts_of_order", "order_id"),
        Index("commission_facts_open", "seq", postgresql_where=text("booked_at IS NULL")),
    )
    id: UUID = Field(primary_key=True)
    seq: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    kind: FactKind = Field(sa_type=_kinds(FactKind))
    order_id: UUID
    subject_id: UUID
    payment_id: UUID | None = None
    amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    legal_entity_id: str
    owner_id: UUID
    owner_unit: str
    happened_at: datetime = Field(sa_type=MOMENT)
    shipment_number: str = ""
    payment_number: str = ""
    receivable_number: str = ""
    source_number: str = ""
    received_on: date | None = Field(default=None, sa_type=DAY)
    due_on: date | None = Field(default=None, sa_type=DAY)
    booked_at: datetime | None = Field(default=None, sa_type=MOMENT)


class CommissionLine(Table, table=True):
    """Never changed nor deleted (trigger). `owner_id`: whose commission it is, in the unit where he was then."""

    __tablename__ = "commission_lines"
    __table_args__ = (
        Index("commission_lines_of_order", "order_id"),
        Index("commission_lines_of_person", "owner_id", "happened_on", "id"),
        Index("commission_lines_of_month", "legal_entity_id", "happened_on"),
    )
    id: UUID = Field(primary_key=True)
    kind: CommissionKind = Field(sa_type=_kinds(CommissionKind))
    component: CommissionComponent = Field(sa_type=_kinds(CommissionComponent))
    fact_id: UUID = Field(foreign_key="commission_facts.id")
    accrual_id: UUID | None = Field(default=None, foreign_key="commission_lines.id")
    plan_id: UUID = Field(foreign_key="commission_plans.id")
    plan_name: str
    plan_version: int
    mode: CommissionMode = Field(sa_type=_kinds(CommissionMode))
    order_id: UUID
    order_number: str
    customer_name: str
    legal_entity_id: str
    owner_id: UUID
    owner_name: str
    owner_unit: str
    share: Decimal = Field(sa_type=PERCENT)
    basis: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    rate: Decimal = Field(sa_type=PERCENT)
    accrued: Decimal = Field(sa_type=AMOUNT)
    payable: Decimal = Field(sa_type=AMOUNT)
    happened_on: date = Field(sa_type=DAY)
    shipment_number: str = ""
    payment_number: str = ""
    receivable_number: str = ""
    source_number: str = ""
    received_on: date | None = Field(default=None, sa_type=DAY)
    due_on: date | None = Field(default=None, sa_type=DAY)
    days: int | None = None
    day_count: int | None = None
    quota: Decimal | None = Field(default=None, sa_type=AMOUNT)
    attained: Decimal | None = Field(default=None, sa_type=AMOUNT)
    booked_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> CommissionLineView:
        money = {name: Money(amount=getattr(self, name), currency=self.currency) for name in MONEY}
        return CommissionLineView(**self.model_dump(include=CommissionLineView.model_fields.keys() - money), **money)


MONEY = {"basis", "accrued", "payable"}
