"""What does orders remember of changes of orders after their approval?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, Text, text
from sqlmodel import Field

from chassis.db.search import search_index
from messages.matching.searches import search_text
from messages.money import Money
from messages.orders.order_changes import (
    ChangeFields,
    OrderChangeEvent,
    OrderChangeSnapshot,
    OrderChangeStatus,
    OrderChangeView,
    OrderDifference,
)
from services.orders.tables.base import AMOUNT, CURRENCY, JSON, TIME, Table

OPEN = "status IN ('REQUESTED', 'RETURNED')"


class OrderChangeRow(Table, table=True):
    """What an order is to be, and how that differs from what it was when it was asked for. Its order's row is its lock,
    and of an order one at a time is open."""

    __tablename__ = "order_changes"
    __table_args__ = (
        Index("order_changes_paged", "requested_at", "id"),
        Index("order_changes_of_owner", "owner_id", "requested_at", "id"),
        search_index("order_changes_search"),
        Index("order_changes_of_order", "order_id", "requested_at", "id"),
        Index("order_changes_open", "order_id", unique=True, postgresql_where=text(OPEN)),
    )

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    status: OrderChangeStatus = Field(sa_type=Enum(OrderChangeStatus, native_enum=False, length=16))
    round: int = 1
    order_id: UUID = Field(sa_column_args=[ForeignKey("orders.id")])
    order_number: str = Field(sa_type=Text)
    customer_id: UUID
    customer_name: str = Field(sa_type=Text)
    owner_id: UUID
    owner_unit: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    guidance: str = Field(default="", sa_type=Text)
    obstacle: str | None = Field(default=None, sa_type=Text)
    obstacle_params: dict[str, Any] = Field(default={}, sa_type=JSON)
    wanted: dict[str, Any] = Field(sa_type=JSON)  # ChangeFields, with the prices that were reckoned with
    difference: dict[str, Any] = Field(sa_type=JSON)  # OrderDifference
    amount: Decimal = Field(sa_type=AMOUNT)  # what the order costs more, or less
    currency: str = Field(sa_type=CURRENCY)
    exposure: Decimal | None = Field(default=None, sa_type=AMOUNT)  # shown to its approvers, when it is over the limit
    requested_by: UUID
    requested_at: datetime = Field(sa_type=TIME)
    applied_at: datetime | None = Field(default=None, sa_type=TIME)
    search: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    version: int = 1

    def searched(self) -> str:
        """What it is found by."""
        return search_text(self.number, self.customer_name, self.order_number)

    @property
    def fields(self) -> ChangeFields:
        return ChangeFields.model_validate(self.wanted)

    @property
    def differs(self) -> OrderDifference:
        return OrderDifference.model_validate(self.difference)

    def want(self, wanted: ChangeFields, differs: OrderDifference) -> None:
        self.wanted = wanted.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
        self.difference = differs.model_dump(mode="json")
        self.amount = differs.difference.amount

    def view(self) -> OrderChangeView:
        own = self.model_dump(include=OrderChangeView.model_fields.keys() - {"wanted", "difference"})
        return OrderChangeView(**own, wanted=self.fields, difference=self.differs)

    def snapshot(self) -> OrderChangeSnapshot:
        own = self.model_dump(include={*OrderChangeSnapshot.model_fields} - {"title"})
        return OrderChangeSnapshot(**own, title=self.customer_name)

    def event_args(self) -> dict[str, Any]:
        """What all its events say."""
        own = {"order_change_id": self.id, "difference": Money.of(self.amount, self.currency)}
        return own | {name: getattr(self, name) for name in OrderChangeEvent.model_fields if name not in own}
