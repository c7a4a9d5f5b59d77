"""What is said of orders?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AliasChoices, ConfigDict, Field

from messages.base import Command, Event, OpenItem, View
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.money import Money, UnitPrice
from messages.orders.credits import CreditedLine
from messages.orders.pricing import ChargeKind, ChargeView, OrderPricing
from messages.orders.production_status import ProductionStatus
from messages.text import LongStr


class OrderStatus(StrEnum):
    PLACED = "PLACED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; the seller may resubmit it
    CONFIRMED = "CONFIRMED"  # approved
    RESERVED = "RESERVED"  # the goods are allocated to it
    SHIPPED = "SHIPPED"  # every piece has left
    RECEIVED = "RECEIVED"  # every piece has arrived
    COMPLETED = "COMPLETED"  # received, paid and invoiced in full
    CANCELLING = "CANCELLING"  # what was done is compensated, newest first
    CANCELLED = "CANCELLED"


class GoodsState(StrEnum):
    """How far the goods of an order have come, read from its quantities."""

    NONE = "NONE"  # nothing has left
    PARTLY_SHIPPED = "PARTLY_SHIPPED"
    SHIPPED = "SHIPPED"
    PARTLY_RECEIVED = "PARTLY_RECEIVED"
    RECEIVED = "RECEIVED"
    PARTLY_RETURNED = "PARTLY_RETURNED"
    RETURNED = "RETURNED"


class ConfirmOrder(Command):
    """The round that was approved; without it: the present one. Confirming an earlier round again changes nothing."""

    round: int | None = Field(default=None, ge=1, le=1_000_000)


class ReturnOrder(Command):
    """Without a round: the present one. Returning an earlier round again changes nothing."""

    guidance: LongStr = ""
    round: int | None = Field(default=None, ge=1, le=1_000_000)


class CancelOrder(Command):
    reason: Annotated[LongStr, Field(min_length=1)]


class RequestGoods(Command):
    reason: Annotated[LongStr, Field(min_length=1)]


class CloseShort(Command):
    reason: Annotated[LongStr, Field(min_length=1)]


class OrderLineView(View):
    line: int = 0
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    price: UnitPrice
    amount: Money  # less the line's own discount; amount - share = net
    reserved: int
    shipped: int
    received: int
    closed: int = 0  # will not be delivered: closed short, or credited when it was short or damaged
    returned: int = 0  # of those received
    list_price: Money | None = None  # when it was placed
    discount_percent: Decimal | None = None  # the line's own, where it was given in percent
    discount: Money | None = None
    share: Money | None = None  # of the order's discount
    net: Money | None = None
    tax_rate: Decimal = Decimal(0)
    tax: Money | None = None
    total: Money | None = None  # what the customer pays for it, with tax

    @property
    def worth(self) -> Money:
        """What the customer pays for it, also where its service does not say so yet."""
        return self.amount if self.total is None else self.total


class LineStock(View):
    """What of a product of an order lies at one site, and how much of it is promised to nobody."""

    product_id: UUID
    site: str
    on_hand: int
    free: int


class OrderView(View):
    id: UUID
    number: str
    status: OrderStatus
    round: int
    contract_id: UUID | None  # None: it has no contract
    contract_number: str  # then empty
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
    goods: GoodsState = GoodsState.NONE
    credited: Money | None = None  # of the total: not delivered after all, or returned
    closed_reason: str | None = None
    goods_requests: int = 0  # how often somebody asked for what had left, to cancel it
    goods_asked_for: bool = False  # and no shipper has confirmed since that it came back
    goods_back_at: datetime | None = None  # a shipper has confirmed that what had left came back
    pricing: OrderPricing = OrderPricing()  # as it was agreed
    charges: list[ChargeView] = []
    discount: Money | None = None  # of the lines and of the order together
    tax: Money | None = None
    terms: list[Instalment] = []  # of an order without a contract
    offer: OfferedTerms | None = None  # to its customer, when it was placed without a contract
    deliver_on: date | None = None  # when the customer wants it
    exchange_of: UUID | None = None  # a return: its goods are sent for those
    exchange_number: str = ""
    open_change_id: UUID | None = None  # a change of it that waits, for approval or to be resubmitted
    changes: int = 0  # of what it costs, applied so far
    purchase_order_number: str = ""  # what the customer calls it
    remark: str = ""  # of the customer
    ordered_by: str = ""  # the person at the customer who ordered in the portal; empty: a seller placed it
    production: ProductionStatus | None = None  # how far it is made, as the ERP says
    promised_on: date | None = None  # for which day it is promised, as the ERP says
    version: int


class OrderSnapshot(View):
    """What its process follows of an order: small fields, never the document."""

    status: OrderStatus
    round: int
    number: str
    owner_id: UUID
    legal_entity_id: str
    title: str = ""  # the customer
    total: Money | None = None
    goods_requests: int = 0  # somebody wants to cancel it though goods have left; 0 once that is void
    goods_back: bool = False
    on_the_way: list[OpenItem] = []  # shipments that have not arrived
    differences: list[OpenItem] = []  # shipments of which pieces are short or damaged, and nobody decided yet
    goods: GoodsState = GoodsState.NONE
    backordered: list[str] = []  # products that were missing when it was to be reserved
    changing: bool = False  # a change of it waits, so it is not completed
    changes: int = 0  # of what it costs, applied so far
    version: int = 0


class Reserved(View):
    """`backordered` names the products that are missing; the order waits and gets them when stock is counted."""

    order: OrderView
    done: bool
    model_config = ConfigDict(frozen=True, validate_by_name=True)
    backordered: list[str] = Field(default=[], validation_alias=AliasChoices("backordered", "short"))


class OrderCount(View):
    """How many orders, and worth how much, are in this status, in one currency."""

    status: OrderStatus
    count: int
    total: Money


class OrderEvent(Event):
    """What every order event says."""

    order_id: UUID
    number: str
    contract_id: UUID | None = None  # None: it has no contract
    customer_id: UUID
    owner_id: UUID
    legal_entity_id: str
    total: Money


class OrderedLine(View):
    """What of an order stands as one line on an invoice."""

    description: str  # of the product, or of a charge that has a name of its own
    product_code: str = ""
    charge: ChargeKind | None = None
    quantity: int | None = None  # of a charge: none
    tax_rate: Decimal
    tax: Money
    total: Money  # with tax


class OrderPlaced(OrderEvent):
    """Starts the process OrderToCash; again (round > 1) it signals it."""

    subject: ClassVar[str] = "orders.order.placed.v1"
    round: int = 1
    return_id: UUID | None = None  # of an exchange
    ordered_by: str = ""  # the person at the customer who ordered in the portal: then its owner is told
    stands: OrderSnapshot | None = None  # for its process: it needs not ask


class OrderReturned(OrderEvent):
    subject: ClassVar[str] = "orders.order.returned.v1"
    guidance: str = ""


class OrderConfirmed(OrderEvent):
    """Collections opens its receivables by its contract's plan, else by its own terms, and invoices it by its lines."""

    subject: ClassVar[str] = "orders.order.confirmed.v1"
    confirmed_at: datetime
    terms: list[Instalment] = []  # of an order without a contract
    lines: list[OrderedLine] = []  # together they are the total; none: the publisher did not say


class OrderReserved(OrderEvent):
    """Without having waited, its process has it by the answer to its own act."""

    subject: ClassVar[str] = "orders.order.reserved.v1"
    waited: bool | None = None  # for goods; None where the publisher did not say


class OrderShipped(OrderEvent):
    """Every piece has left."""

    subject: ClassVar[str] = "orders.order.shipped.v1"
    shipped_at: datetime


class OrderReceived(OrderEvent):
    """Every piece has arrived."""

    subject: ClassVar[str] = "orders.order.received.v1"
    received_at: datetime


class OrderClosedShort(OrderEvent):
    """What had not left will not be delivered, and the customer owes `credit` less."""

    subject: ClassVar[str] = "orders.order.closed_short.v1"
    closing_id: UUID
    reason: str = ""
    pieces: int
    credit: Money
    lines: list[CreditedLine] = []  # what of it is whose; none: the publisher did not say


class OrderRanked(OrderEvent):
    subject: ClassVar[str] = "orders.order.ranked.v1"
    rank: int | None = None


class OrderCompleted(OrderEvent):
    subject: ClassVar[str] = "orders.order.completed.v1"


class OrderGoodsRequested(OrderEvent):
    """It is to be cancelled: a shipper has to say when what had left came back."""

    subject: ClassVar[str] = "orders.order.goods_requested.v1"
    reason: str = ""


class OrderGoodsBack(OrderEvent):
    """A shipper has counted what had left and came back; the order may now be cancelled."""

    subject: ClassVar[str] = "orders.order.goods_back.v1"


class OrderCancelRequested(OrderEvent):
    """The process compensates what was done."""

    subject: ClassVar[str] = "orders.order.cancel_requested.v1"
    reason: str = ""


class OrderCancelled(OrderEvent):
    subject: ClassVar[str] = "orders.order.cancelled.v1"
    reason: str = ""
