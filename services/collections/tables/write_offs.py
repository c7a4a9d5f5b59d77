"""What does collections remember of what was given up?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, UniqueConstraint, text
from sqlmodel import Field

from messages.collections.write_offs import EARLY_PAYMENT, ToleranceView, WriteOffStatus, WriteOffView
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, Table
from services.collections.tables.receivables import Receivable

LIVE = "status IN ('REQUESTED', 'RETURNED')"


class WriteOff(Table, table=True):
    """Never deleted, and its amount never changes once it counts: what is taken back says since when and why.

    Nobody in `requested_by`: the tolerance wrote it off, or it is the discount of early payment.
    """

    __tablename__ = "write_offs"
    __table_args__ = (
        UniqueConstraint("receivable_id", "number", name="write_offs_of_receivable"),
        Index("write_offs_paged", "requested_at", "id"),
        Index("write_offs_live", "requested_at", "id", postgresql_where=text(LIVE)),
    )
    id: UUID = Field(primary_key=True)
    number: str
    status: WriteOffStatus = Field(sa_type=Enum(WriteOffStatus, native_enum=False, length=16))
    receivable_id: UUID = Field(foreign_key="receivables.id")
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    reason: str
    requested_by: UUID | None = None
    requested_at: datetime = Field(sa_type=MOMENT)
    round: int = 1
    guidance: str = ""
    applied_at: datetime | None = Field(default=None, sa_type=MOMENT)
    taken_back_by: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @property
    def is_by_tolerance(self) -> bool:
        return self.requested_by is None and not self.is_discount

    @property
    def is_discount(self) -> bool:
        return self.requested_by is None and self.reason == EARLY_PAYMENT

    def event_args(self, owed: Receivable) -> dict[str, Any]:
        """What all its events say; `owed` is its receivable."""
        of_owed = ("order_id", "customer_id", "customer_name", "owner_id")
        own = ("number", "receivable_id", "legal_entity_id", "reason", "version")
        return (
            {"write_off_id": self.id, "amount": self.money, "receivable_number": owed.number}
            | {name: getattr(owed, name) for name in of_owed}
            | {name: getattr(self, name) for name in own}
        )

    def view(self, owed: Receivable) -> WriteOffView:
        of_owed = {"receivable_number": owed.number, "order_id": owed.order_id}
        of_customer = {"customer_id": owed.customer_id, "customer_name": owed.customer_name}
        own = self.model_dump(
            include=WriteOffView.model_fields.keys() - {"amount", *of_owed, *of_customer},
        )
        return WriteOffView(**own, **of_owed, **of_customer, amount=self.money)


class Tolerance(Table, table=True):
    """Up to how much is written off by itself, per legal entity and currency; "*" is every legal entity."""

    __tablename__ = "write_off_tolerances"
    legal_entity_id: str = Field(primary_key=True)
    currency: str = Field(primary_key=True, sa_type=CURRENCY)
    amount: Decimal = Field(sa_type=AMOUNT)
    set_by: UUID | None = None
    set_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    def view(self) -> ToleranceView:
        amount = Money(amount=self.amount, currency=self.currency)
        return ToleranceView(**self.model_dump(exclude={"amount"}), amount=amount)
