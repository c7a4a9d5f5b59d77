"""What does orders know of customers and contracts?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlmodel import Field

from messages.money import Money
from services.orders.domain.call_offs import Agreed
from services.orders.domain.credit import Credit, Standing
from services.orders.tables.base import AMOUNT, CURRENCY, JSON, TIME, Table


class CustomerRow(Table, table=True):
    """What deals says of a customer; the newest version."""

    __tablename__ = "customers"

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    number: str | None = Field(default=None, sa_type=Text, index=True)
    owner_id: UUID | None = None
    legal_entity_id: str | None = Field(default=None, sa_type=Text)  # None: nobody has said it since it was asked for
    merged_into: UUID | None = Field(default=None, index=True)  # it is the same as this one
    version: int


class CreditRow(Table, table=True):
    """What collections says of a customer's debts in one currency; the newest version."""

    __tablename__ = "credits"

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(index=True)
    currency: str = Field(sa_type=CURRENCY)
    owed: Decimal = Field(sa_type=AMOUNT)
    limit: Decimal | None = Field(default=None, sa_type=AMOUNT)
    oldest_days_late: int
    version: int

    def credit(self) -> Credit:
        limit = None if self.limit is None else Money.of(self.limit, self.currency)
        return Credit(Money.of(self.owed, self.currency), self.oldest_days_late, limit)


class CreditStandingRow(Table, table=True):
    """What collections says of how far a customer is trusted; the newest version."""

    __tablename__ = "credit_standings"

    customer_id: UUID = Field(primary_key=True)
    grade: str = Field(sa_type=Text)
    on_hold: bool
    hold_reason: str = Field(sa_type=Text)
    most_days: int | None = None
    version: int

    def standing(self) -> Standing:
        return Standing(self.grade, self.on_hold, self.hold_reason, self.most_days)


class TermsOfferRow(Table, table=True):
    """Which payment terms a customer is offered, as collections says; the newest version."""

    __tablename__ = "terms_offers"

    customer_id: UUID = Field(primary_key=True)
    offer: dict[str, Any] = Field(sa_type=JSON)
    version: int


class CreditReleaseRow(Table, table=True):
    """Somebody agreed that one shipment of the order leaves, whatever its customer owes; `used_at`: it has left."""

    __tablename__ = "credit_releases"
    __table_args__ = (Index("credit_releases_of_order", "order_id", postgresql_where=text("used_at IS NULL")),)

    request_id: UUID = Field(primary_key=True)
    order_id: UUID
    released_at: datetime = Field(sa_type=TIME)
    used_at: datetime | None = Field(default=None, sa_type=TIME)


class ContractRow(Table, table=True):
    """What deals says of a contract. The row is locked by whoever calls off or returns pieces. Cancelled is final."""

    __tablename__ = "contracts"
    __table_args__ = (Index("contracts_number", "number"),)

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text)
    effective: bool
    customer_id: UUID
    customer_name: str = Field(sa_type=Text)
    owner_id: UUID
    owner_name: str = Field(sa_type=Text)
    owner_unit: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    total: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    instalments: int
    planned: bool = False  # collections knows what is to be paid when


class ContractLineRow(Table, table=True):
    __tablename__ = "contract_lines"
    __table_args__ = (CheckConstraint("0 <= called_off AND called_off <= quantity", name="call_off_within_contract"),)

    contract_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("contracts.id")])
    line: int = Field(primary_key=True)
    product_id: UUID
    quantity: int
    price: Decimal = Field(sa_type=AMOUNT)
    called_off: int = 0

    def agreed(self, product_code: str) -> Agreed:
        return Agreed(self.line, self.product_id, self.quantity, self.called_off, self.price, product_code)
