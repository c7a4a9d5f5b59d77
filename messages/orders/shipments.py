"""What is said of shipments and receipts?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import ShortStr


class ShipmentStatus(StrEnum):
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    TAKEN_BACK = "TAKEN_BACK"  # the order was cancelled; the pieces are on the shelf again


class ShipmentLine(Command):
    product_id: UUID
    quantity: int = Field(ge=1, le=1_000_000)


class Ship(Command):
    """The shipper confirms that these pieces left; without lines, all that is left of the order."""

    id: UUID | None = None
    lines: list[ShipmentLine] = Field(default=[], max_length=200)
    carrier: ShortStr | None = None
    tracking: ShortStr | None = None


class ShipmentView(View):
    id: UUID
    number: str
    status: ShipmentStatus
    order_id: UUID
    lines: list[ShipmentLine]
    carrier: str | None
    tracking: str | None
    sent_at: datetime
    sent_by: UUID
    received_at: datetime | None
    version: int


class ShipmentSent(Event):
    subject: ClassVar[str] = "orders.shipment.sent.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    lines: list[ShipmentLine]
    sent_at: datetime


class ShipmentReceived(Event):
    subject: ClassVar[str] = "orders.shipment.received.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    received_at: datetime


class ShipmentTakenBack(Event):
    subject: ClassVar[str] = "orders.shipment.taken_back.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
