"""What does orders remember of shipments?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Text
from sqlmodel import Field

from messages.orders.shipments import (
    DifferenceDecision,
    DifferenceKind,
    DifferenceView,
    ShipmentLineView,
    ShipmentStatus,
    ShipmentView,
)
from services.orders.tables.base import SHIPMENT_STATUS, TIME, Table
from services.orders.tables.orders import OrderRow

SUMMED = ("quantity", "short", "damaged", "coming_back", "returned")


class ShipmentRow(Table, table=True):
    __tablename__ = "shipments"
    __table_args__ = (Index("shipments_of_order", "order_id", "sent_at", "id"),)

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    status: ShipmentStatus = Field(sa_type=SHIPMENT_STATUS)
    order_id: UUID = Field(sa_column_args=[ForeignKey("orders.id")])
    carrier: str | None = Field(default=None, sa_type=Text)
    tracking: str | None = Field(default=None, sa_type=Text)
    sent_at: datetime = Field(sa_type=TIME)
    sent_by: UUID
    received_at: datetime | None = Field(default=None, sa_type=TIME)
    received_by: UUID | None = None
    reference: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})  # the ERP's number of it
    version: int = 1

    def view(self, lines: "Sequence[ShipmentLineRow]", differences: "Sequence[DifferenceRow]" = ()) -> ShipmentView:
        by_line: dict[int, list[ShipmentLineRow]] = {}
        for line in lines:
            by_line.setdefault(line.order_line, []).append(line)
        shown = [_shown(number, parts, self.status) for number, parts in by_line.items()]
        return ShipmentView(**self.model_dump(), lines=shown, differences=[row.view() for row in differences])

    def event_args(self, order: OrderRow) -> dict[str, object]:
        """What all its events say."""
        own = {"shipment_id": self.id, "number": self.number, "order_id": self.order_id, "version": self.version}
        of_order = {"customer_id", "customer_name", "owner_id", "legal_entity_id"}
        return own | {"order_number": order.number} | order.model_dump(include=of_order)


class ShipmentLineRow(Table, table=True):
    """Which pieces left which stock location, for which line of the order; they are returned to the same location.

    `received` counts while some are still on their way; of a shipment that is received all arrived well but those that
    are `short` or `damaged`. `lost`: of these, decided. `coming_back`: to come back by a return; `returned`: came back.
    """

    __tablename__ = "shipment_lines"
    __table_args__ = (
        CheckConstraint(
            "received >= 0 AND short >= 0 AND damaged >= 0 AND received + short + damaged <= quantity"
            " AND 0 <= lost AND lost <= short + damaged",
            name="counted_was_sent",
        ),
        CheckConstraint(
            "coming_back >= 0 AND returned >= 0 AND coming_back + returned <= quantity - short - damaged",
            name="comes_back_once",
        ),
    )

    shipment_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("shipments.id")])
    order_line: int = Field(primary_key=True)
    site: str = Field(primary_key=True, sa_type=Text)
    product_id: UUID
    quantity: int
    received: int = 0
    short: int = 0
    damaged: int = 0
    lost: int = 0
    coming_back: int = 0
    returned: int = 0

    def arrived(self, status: ShipmentStatus) -> int:
        """Pieces that the customer has, or sent back since."""
        return self.quantity - self.short - self.damaged if status is ShipmentStatus.RECEIVED else self.received

    def on_the_way(self, status: ShipmentStatus) -> int:
        left = self.quantity - self.received - self.short - self.damaged
        return left if status is ShipmentStatus.SENT else 0

    def returnable(self, status: ShipmentStatus) -> int:
        """Pieces that a return may be asked for."""
        return self.arrived(status) - self.coming_back - self.returned


class DifferenceRow(Table, table=True):
    """Pieces of one line that did not arrive, or arrived damaged; decided once."""

    __tablename__ = "shipment_differences"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="difference_of_something"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_since"),
        Index("shipment_differences_of_shipment", "shipment_id", "noted_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    shipment_id: UUID = Field(sa_column_args=[ForeignKey("shipments.id")])
    order_line: int
    kind: DifferenceKind = Field(sa_type=Enum(DifferenceKind, native_enum=False, length=16))
    quantity: int
    note: str = Field(sa_type=Text)
    noted_by: UUID
    noted_at: datetime = Field(sa_type=TIME)
    decision: DifferenceDecision | None = Field(
        default=None, sa_type=Enum(DifferenceDecision, native_enum=False, length=16)
    )
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=TIME)
    comment: str = Field(default="", sa_type=Text)

    def view(self) -> DifferenceView:
        return DifferenceView(**self.model_dump(), line=self.order_line)


def _shown(number: int, parts: Sequence[ShipmentLineRow], status: ShipmentStatus) -> ShipmentLineView:
    sums = {name: sum(getattr(part, name) for part in parts) for name in SUMMED}
    received = sum(part.arrived(status) for part in parts)
    sites = [part.site for part in parts]
    return ShipmentLineView(line=number, product_id=parts[0].product_id, received=received, sites=sites, **sums)
