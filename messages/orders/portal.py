"""What does a customer see of products and of his orders, and how does he order for himself?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.money import Money, UnitPrice
from messages.orders.pricing import ChargeView
from messages.orders.shipments import ShipmentStatus
from messages.text import LongStr, ShortStr

MOST_LINES = 200


class PortalOrderStatus(StrEnum):
    """An order in the words of who ordered."""

    WAITING = "WAITING"  # for approval
    CONFIRMED = "CONFIRMED"
    PARTLY_SHIPPED = "PARTLY_SHIPPED"
    SHIPPED = "SHIPPED"
    RECEIVED = "RECEIVED"
    PAID = "PAID"  # received, paid and invoiced
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"


class PortalLine(Command):
    """At the price of today: the contract's, or the list price."""

    product_id: UUID
    quantity: int = Field(ge=1, le=1_000_000)


class PlacePortalOrder(Command):
    """Under a contract of the customer's, or without one at list prices. Of one `purchase_order_number` there is one
    order that is not cancelled."""

    id: UUID | None = None
    contract_id: UUID | None = None
    lines: list[PortalLine] = Field(min_length=1, max_length=MOST_LINES)
    ship_to: LongStr = ""
    deliver_on: date | None = None
    purchase_order_number: ShortStr | None = None
    remark: LongStr = ""


class CancelPortalOrder(Command):
    reason: Annotated[LongStr, Field(min_length=1)]


class PortalOffer(View):
    """What the customer may order, per piece; `left`: of his contract."""

    product_id: UUID
    code: str
    name: str
    series: str | None
    price: UnitPrice
    tax_rate: Decimal
    left: int | None = None


class PortalContract(View):
    """One of his that has pieces left."""

    id: UUID
    number: str


class PortalLineView(View):
    line: int
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    price: UnitPrice
    discount: Money | None
    tax_rate: Decimal
    tax: Money | None
    total: Money  # with tax
    shipped: int
    received: int
    closed: int
    returned: int


class PortalOrderPreview(View):
    """What an order would cost, before it is placed."""

    lines: list[PortalLineView]
    discount: Money | None
    tax: Money | None
    total: Money


class PortalShipmentLine(View):
    """Of one line of the order."""

    line: int
    quantity: int
    received: int
    short: int
    damaged: int

    @property
    def on_the_way(self) -> int:
        return self.quantity - self.received - self.short - self.damaged


class PortalShipment(View):
    id: UUID
    number: str
    status: ShipmentStatus
    carrier: str | None
    tracking: str | None
    sent_at: datetime
    received_at: datetime | None
    lines: list[PortalShipmentLine]


class PortalOrderView(View):
    """Nothing of what the house thinks of it: no margin, no credit, no word of an approver."""

    id: UUID
    number: str
    status: PortalOrderStatus
    contract_id: UUID | None
    contract_number: str
    purchase_order_number: str
    remark: str
    ordered_by: str  # the person at the customer; empty: the seller placed it
    seller: str
    lines: list[PortalLineView]
    charges: list[ChargeView]
    discount: Money | None
    tax: Money | None
    total: Money
    credited: Money | None
    ship_to: str
    deliver_on: date | None
    placed_at: datetime
    may_cancel: bool


class PortalDraft(View):
    """A past order as one to be placed, at today's prices; `left_out` names the products that cannot be had again."""

    order: PlacePortalOrder
    left_out: list[str] = []
