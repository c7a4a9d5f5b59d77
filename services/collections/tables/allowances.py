"""What does collections remember of what orders owe less?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, Index
from sqlmodel import Field

from messages.collections.allowances import AllowanceReason, AllowanceView
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, ZERO, Table


class Allowance(Table, table=True):
    """Never changed. `id` is that of what it follows from, so that it is granted once; the same sum as of its parts."""

    __tablename__ = "allowances"
    __table_args__ = (
        CheckConstraint("amount > 0 AND released >= 0 AND released <= amount", name="allowed_something"),
        Index("allowances_of_order", "order_id", "granted_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    order_id: UUID = Field(foreign_key="order_accounts.order_id")
    customer_id: UUID
    legal_entity_id: str
    reason: AllowanceReason = Field(sa_type=Enum(AllowanceReason, native_enum=False, length=16))
    source_id: UUID
    source_number: str
    amount: Decimal = Field(sa_type=AMOUNT)
    released: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    granted_at: datetime = Field(sa_type=MOMENT)

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def view(self) -> AllowanceView:
        own: dict[str, Any] = self.model_dump(exclude={"amount", "released"})
        return AllowanceView(**own, amount=self.money(self.amount), released=self.money(self.released))


class AllowancePart(Table, table=True):
    """By how much a receivable fell."""

    __tablename__ = "allowance_parts"
    allowance_id: UUID = Field(primary_key=True, foreign_key="allowances.id")
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")
    amount: Decimal = Field(sa_type=AMOUNT)
