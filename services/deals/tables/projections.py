"""What does deals know of the records of others?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.money import Money
from services.deals.domain.contracts import ListedProduct
from services.deals.domain.risk import Standing
from services.deals.tables.base import Table


class ProductProjection(Table, table=True):
    """A product and its list price, from orders."""

    __tablename__ = "product_projection"

    product_id: UUID = Field(primary_key=True)
    code: str
    code_key: str = Field(index=True)  # casefolded
    name: str
    amount: Decimal = Field(sa_type=Numeric(18, 2))
    currency: str = Field(sa_type=CHAR(3))
    version: int

    def listed(self) -> ListedProduct:
        return ListedProduct(self.product_id, self.code, self.name, Money.of(self.amount, self.currency))


class CreditProjection(Table, table=True):
    """How far finance trusts a customer, from collections."""

    __tablename__ = "credit_projection"

    customer_id: UUID = Field(primary_key=True)
    grade: str
    on_hold: bool
    hold_reason: str
    most_days: int | None = None
    days_late: int
    room: dict[str, str] = Field(sa_type=JSONB)  # by currency
    version: int

    def standing(self) -> Standing:
        room = {currency: Decimal(amount) for currency, amount in self.room.items()}
        return Standing(self.grade, self.on_hold, self.hold_reason, self.most_days, self.days_late, room)


class TermsOfferProjection(Table, table=True):
    """Which payment terms a customer is offered, from collections."""

    __tablename__ = "terms_offer_projection"

    customer_id: UUID = Field(primary_key=True)
    offer: dict[str, Any] = Field(sa_type=JSONB)
    version: int


class OrderProjection(Table, table=True):
    """An order under a contract, from orders; `is_live` until it is cancelled."""

    __tablename__ = "order_projection"

    order_id: UUID = Field(primary_key=True)
    number: str
    contract_id: UUID = Field(index=True)
    is_live: bool
    version: int
