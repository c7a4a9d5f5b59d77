"""What does orders remember of goods that customers send back?"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Text, text
from sqlmodel import Field

from chassis.db.search import search_index
from messages.matching.searches import search_text
from messages.money import Money
from messages.orders.returns import ReturnEvent, ReturnLineView, ReturnSnapshot, ReturnStatus, ReturnView
from services.orders.tables.base import AMOUNT, CURRENCY, TIME, Table

LIVE = "status IN ('REQUESTED', 'RETURNED', 'APPROVED')"


class ReturnRow(Table, table=True):
    """Goods of one shipment that its customer wants to send back. Its order's row is its lock."""

    __tablename__ = "returns"
    __table_args__ = (
        Index("returns_paged", "requested_at", "id"),
        Index("returns_of_owner", "owner_id", "requested_at", "id"),
        search_index("returns_search"),
        Index("returns_of_order", "order_id", "requested_at", "id"),
        Index("returns_live", "requested_at", "id", postgresql_where=text(LIVE)),
    )

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    status: ReturnStatus = Field(sa_type=Enum(ReturnStatus, native_enum=False, length=16))
    round: int = 1
    order_id: UUID = Field(sa_column_args=[ForeignKey("orders.id")])
    order_number: str = Field(sa_type=Text)
    shipment_id: UUID = Field(sa_column_args=[ForeignKey("shipments.id")])
    shipment_number: str = Field(sa_type=Text)
    customer_id: UUID
    customer_name: str = Field(sa_type=Text)
    owner_id: UUID
    owner_unit: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    guidance: str = Field(default="", sa_type=Text)
    worth: Decimal = Field(sa_type=AMOUNT)
    credited: Decimal = Field(default=Decimal(0), sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    countings: int = 0  # how often goods of it were counted
    requested_by: UUID
    requested_at: datetime = Field(sa_type=TIME)
    received_at: datetime | None = Field(default=None, sa_type=TIME)
    search: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    version: int = 1

    def searched(self) -> str:
        """What it is found by."""
        return search_text(self.number, self.customer_name, self.order_number, self.shipment_number)

    def money(self, amount: Decimal) -> Money:
        return Money.of(amount, self.currency)

    def view(self, lines: "Sequence[ReturnLineRow]") -> ReturnView:
        own = self.model_dump(exclude={"worth", "credited"})
        shown = [ReturnLineView(**line.model_dump()) for line in lines]
        return ReturnView(**own, worth=self.money(self.worth), credited=self.money(self.credited), lines=shown)

    def snapshot(self) -> ReturnSnapshot:
        own = self.model_dump(exclude={"worth"})
        return ReturnSnapshot(**own, title=self.customer_name, worth=self.money(self.worth))

    def event_args(self) -> dict[str, Any]:
        """What all its events say."""
        own = {"return_id": self.id, "worth": self.money(self.worth)}
        return own | {name: getattr(self, name) for name in ReturnEvent.model_fields if name not in own}


class ReturnLineRow(Table, table=True):
    """Pieces of one line of the order: `good` are in stock again, `scrapped` are not; the others are awaited."""

    __tablename__ = "return_lines"
    __table_args__ = (
        CheckConstraint(
            "good >= 0 AND scrapped >= 0 AND quantity > 0 AND good + scrapped <= quantity", name="no_more_came_back"
        ),
    )

    return_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("returns.id")])
    line: int = Field(primary_key=True)
    product_id: UUID
    product_code: str = Field(sa_type=Text)
    product_name: str = Field(sa_type=Text)
    quantity: int
    good: int = 0
    scrapped: int = 0

    @property
    def awaited(self) -> int:
        return self.quantity - self.good - self.scrapped
