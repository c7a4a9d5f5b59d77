"""What does collections remember of what is owed, and of its clocks?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, UniqueConstraint, text
from sqlmodel import Field

from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.deals.contracts import InstalmentTrigger
from messages.money import Money
from services.collections.domain.due import days_late
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, TRIGGER, ZERO, Table


class Receivable(Table, table=True):
    """What is owed. `paid` is confirmed, `waiting` is recorded; together never more than `amount` (CHECK).

    `next_at` is when its clock rings next, `rung` the highest rung reached (0: the reminder).
    """

    __tablename__ = "receivables"
    __table_args__ = (
        UniqueConstraint("legal_entity_id", "external_id"),
        UniqueConstraint("order_id", "instalment"),
        Index("receivables_ringing", "shard", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("receivables_of_customer", "customer_id", "status"),
        Index("receivables_paged", "created_at", "id"),
        Index("receivables_of_owner", "owner_id", "created_at", "id"),
        Index("receivables_open", "due_on", postgresql_where=text("status = 'OPEN'")),
    )
    id: UUID = Field(primary_key=True)
    number: str
    status: ReceivableStatus = Field(sa_type=Enum(ReceivableStatus, native_enum=False, length=16))
    customer_id: UUID
    customer_name: str
    order_id: UUID | None = None
    contract_id: UUID | None = None
    instalment: int | None = None
    trigger: InstalmentTrigger | None = Field(default=None, sa_type=TRIGGER)
    days: int = 0
    external_id: str | None = None
    source: str | None = None
    owner_id: UUID | None = None
    owner_unit: str = ""
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    paid: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    waiting: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    invoiced_on: date | None = Field(default=None, sa_type=DAY)
    due_on: date | None = Field(default=None, sa_type=DAY)
    settled_on: date | None = Field(default=None, sa_type=DAY)
    tz: str
    shard: int
    next_at: datetime | None = Field(default=None, sa_type=MOMENT)
    rung: int | None = None
    disputed: bool = False
    history: bool = False
    created_at: datetime = Field(sa_type=MOMENT)
    version: int = 1

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    @property
    def open(self) -> Money:
        return self.money(self.amount - self.paid)

    def fact(self) -> dict[str, Any]:
        """What every event of it tells."""
        own = ("number", "customer_id", "order_id", "contract_id", "owner_id", "legal_entity_id", "version")
        return {"receivable_id": self.id, "amount": self.money(self.amount)} | {
            name: getattr(self, name) for name in own
        }

    def view(self, now: datetime) -> ReceivableView:
        late = days_late(due=self.due_on, settled_on=self.settled_on, now=now, tz=self.tz)
        own = self.model_dump(include=ReceivableView.model_fields.keys() - {"amount", "paid", "waiting", "rung"})
        return ReceivableView(
            **own,
            amount=self.money(self.amount),
            paid=self.money(self.paid),
            waiting=self.money(self.waiting),
            days_late=0 if self.status is ReceivableStatus.CANCELLED else late,
            rung=self.rung or None,
            reminded=self.rung is not None,
        )


class RungReached(Table, table=True):
    """Each rung of each receivable once (primary key)."""

    __tablename__ = "rungs"
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")
    rung: int = Field(primary_key=True)
    reached_at: datetime = Field(sa_type=MOMENT)
    told: str
    noted_at: datetime = Field(sa_type=MOMENT)


class LadderRung(Table, table=True):
    """The ladder is data: which rung so many days after the due date tells whom."""

    __tablename__ = "ladder"
    number: int = Field(primary_key=True)
    days: int = Field(unique=True)
    tells: str


class Shard(Table, table=True):
    """The nearest clock of a shard, as its keeper was told."""

    __tablename__ = "shards"
    shard: int = Field(primary_key=True)
    id: UUID
    next_due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 0
