"""What is said of orders?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Money
from messages.text import LongStr


class OrderStatus(StrEnum):
    PLACED = "PLACED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; the seller may place it again
    CONFIRMED = "CONFIRMED"  # approved
    RESERVED = "RESERVED"  # the goods are on the shelf for it
    SHIPPED = "SHIPPED"  # every piece has left
    RECEIVED = "RECEIVED"  # every piece has arrived
    COMPLETED = "COMPLETED"  # received, paid and invoiced in full
    CANCELLING = "CANCELLING"  # what was done is being undone, newest first
    CANCELLED = "CANCELLED"


class OrderLine(Command):
    product_id: UUID
    quantity: int = Field(ge=1, le=1_000_000)
    price: Amount | None = Field(default=None, ge=0)  # agreed, per unit; without it: the contract's


class PlaceOrder(Command):
    """Calls off goods of an effective contract; without lines, all that is left of it."""

    id: UUID | None = None
    contract_id: UUID
    lines: list[OrderLine] = Field(default=[], max_length=200)
    ship_to: LongStr = ""


class PlaceAgain(Command):
    """A returned order goes to approval again, changed or not."""

    lines: list[OrderLine] | None = Field(default=None, min_length=1, max_length=200)
    ship_to: LongStr | None = None


class ReturnOrder(Command):
    """Without a round: the present one. Returning an earlier round again changes nothing."""

    guidance: LongStr = ""
    round: int | None = Field(default=None, ge=1, le=1_000_000)


class CancelOrder(Command):
    reason: Annotated[LongStr, Field(min_length=1)]


class OrderLineView(View):
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    price: Money
    amount: Money
    reserved: int
    shipped: int
    received: int


class OrderView(View):
    id: UUID
    number: str
    status: OrderStatus
    round: int
    contract_id: UUID
    contract_number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    owner_name: str
    legal_entity_id: str
    lines: list[OrderLineView]
    total: Money
    ship_to: str
    guidance: str | None
    cancel_reason: str | None
    placed_at: datetime
    completed_at: datetime | None
    version: int


class Reserved(View):
    """`short` names the products that are missing; the order then waits and is served when stock is counted."""

    order: OrderView
    done: bool
    short: list[str] = []


class OrderCount(View):
    """How many orders, and worth how much, are in this status, in one currency."""

    status: OrderStatus
    count: int
    total: Money


class OrderFact(Event):
    """What every order event tells."""

    order_id: UUID
    number: str
    contract_id: UUID
    customer_id: UUID
    owner_id: UUID
    legal_entity_id: str
    total: Money


class OrderPlaced(OrderFact):
    """Starts the process OrderToCash; again (round > 1) it tells it."""

    subject: ClassVar[str] = "orders.order.placed.v1"
    round: int = 1


class OrderReturned(OrderFact):
    subject: ClassVar[str] = "orders.order.returned.v1"
    guidance: str = ""


class OrderConfirmed(OrderFact):
    """Collections opens its receivables from the contract's payment plan."""

    subject: ClassVar[str] = "orders.order.confirmed.v1"
    confirmed_at: datetime


class OrderReserved(OrderFact):
    subject: ClassVar[str] = "orders.order.reserved.v1"


class OrderShipped(OrderFact):
    """Every piece has left."""

    subject: ClassVar[str] = "orders.order.shipped.v1"
    shipped_at: datetime


class OrderReceived(OrderFact):
    """Every piece has arrived."""

    subject: ClassVar[str] = "orders.order.received.v1"
    received_at: datetime


class OrderCompleted(OrderFact):
    subject: ClassVar[str] = "orders.order.completed.v1"


class OrderCancelRequested(OrderFact):
    """The process hears it and undoes what was done."""

    subject: ClassVar[str] = "orders.order.cancel_requested.v1"
    reason: str = ""


class OrderCancelled(OrderFact):
    subject: ClassVar[str] = "orders.order.cancelled.v1"
    reason: str = ""
