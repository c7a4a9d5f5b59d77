"""What is said of changes of orders 订单变更 after their approval?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.terms import Instalment
from messages.money import Money, UnitPrice
from messages.orders.orders import OrderedLine, OrderEvent, OrderStatus
from messages.orders.placing import MOST_LINES, LineFields
from messages.orders.pricing import OrderPricing
from messages.text import LongStr


class OrderChangeStatus(StrEnum):
    REQUESTED = "REQUESTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance, or overtaken by what happened to the order; who asked may resubmit it
    APPLIED = "APPLIED"  # the order is as it says
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class ChangedLine(LineFields):
    """A line of the order as it is to be. `line`: which one it is now; without it, it is added. Without a price or tax
    rate it stays at its own; one that is added costs what its contract says, or the list. A discount is said again."""

    line: int | None = Field(default=None, ge=1, le=1_000)
    product_id: UUID


class ChangeFields(Command):
    """What of the order is to be otherwise; what is not said stays. `lines`: all of them; those left out are removed.
    `version`: of the order as who asks has seen it."""

    lines: Annotated[list[ChangedLine], Field(min_length=1, max_length=MOST_LINES)] | None = None
    pricing: OrderPricing | None = None
    ship_to: LongStr | None = None
    deliver_on: date | None = None
    version: int | None = Field(default=None, ge=1, le=1_000_000_000)


class RequestOrderChange(ChangeFields):
    """An order that was approved is to be changed; only what differs is approved anew."""

    id: UUID | None = None
    order_id: UUID
    reason: Annotated[LongStr, Field(min_length=1)]


class PreviewOrderChange(ChangeFields):
    """What would it differ in?"""

    order_id: UUID


class ResubmitOrderChange(ChangeFields):
    """One that was sent back goes to approval again, changed or not."""

    reason: Annotated[LongStr, Field(min_length=1)] | None = None


class DecideOrderChange(Command):
    """What its approvers decided in this round; deciding an earlier round again changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class LineChange(View):
    """One line before and after; nothing before: it is added, nothing after: it is removed."""

    line: int
    product_id: UUID
    product_code: str
    product_name: str
    quantity_before: int = 0
    quantity_after: int = 0
    price_before: UnitPrice | None = None
    price_after: UnitPrice | None = None
    discount_before: Money | None = None  # the line's own and its share of the order's
    discount_after: Money | None = None
    tax_rate_before: Decimal | None = None
    tax_rate_after: Decimal | None = None
    total_before: Money | None = None  # what the customer pays for it, with tax
    total_after: Money | None = None

    @property
    def differs(self) -> bool:
        return (self.quantity_before, self.price_before, self.tax_rate_before, self.total_before) != (
            self.quantity_after, self.price_after, self.tax_rate_after, self.total_after,
        )  # fmt: skip

    @property
    def taxes_differ(self) -> bool:
        """Of a line that stays: by prices with tax its sum may stay, too."""
        known = self.tax_rate_before is not None and self.tax_rate_after is not None
        return known and self.tax_rate_before != self.tax_rate_after


class OrderDifference(View):
    """What an order would be after a change, and what of it is asked anew."""

    lines: list[LineChange]
    total_before: Money
    total_after: Money
    difference: Money  # more, or less than nothing, is owed
    ship_to_before: str = ""
    ship_to_after: str = ""
    deliver_on_before: date | None = None
    deliver_on_after: date | None = None
    lower_price: bool = False  # a piece costs less than before
    deviates_more: bool = False  # from the contract's price than before
    below_floor: list[str] = []  # codes of products, that were not before, or less
    short: list[str] = []  # codes of products of which added pieces are not in stock


class OrderChangeView(View):
    id: UUID
    number: str
    status: OrderChangeStatus
    round: int
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    legal_entity_id: str
    reason: str
    guidance: str
    obstacle: str | None = None  # the rule because of which it could not be applied after its approval
    obstacle_params: dict[str, Any] = {}
    wanted: ChangeFields
    difference: OrderDifference
    requested_by: UUID
    requested_at: datetime
    applied_at: datetime | None
    version: int


class OrderChangeSnapshot(View):
    """What its process follows of a change."""

    status: OrderChangeStatus
    round: int
    number: str
    owner_id: UUID
    legal_entity_id: str
    title: str = ""  # the customer
    version: int = 0


class OrderChangeEvent(Event):
    """What every event of a change of an order says."""

    order_change_id: UUID
    number: str
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID  # of the order
    legal_entity_id: str
    round: int = 1
    difference: Money


class OrderChangeRequested(OrderChangeEvent):
    """Starts its process; again (round > 1) it signals it."""

    subject: ClassVar[str] = "orders.order_change.requested.v1"
    requested_by: UUID
    reason: str


class OrderChangeSentBack(OrderChangeEvent):
    subject: ClassVar[str] = "orders.order_change.sent_back.v1"
    guidance: str = ""


class OrderChangeOvertaken(OrderChangeEvent):
    """It was approved, and the order is not any more as it was: who asked resubmits it, or withdraws it."""

    subject: ClassVar[str] = "orders.order_change.overtaken.v1"
    rule: str


class OrderChangeApplied(OrderChangeEvent):
    """The order is as it says; `orders.order.changed` says what that is for others."""

    subject: ClassVar[str] = "orders.order_change.applied.v1"


class OrderChangeRejected(OrderChangeEvent):
    subject: ClassVar[str] = "orders.order_change.rejected.v1"
    guidance: str = ""


class OrderChangeWithdrawn(OrderChangeEvent):
    """Given up, or its order is cancelled."""

    subject: ClassVar[str] = "orders.order_change.withdrawn.v1"


class OrderChanged(OrderEvent):
    """It was changed after its approval, and costs `difference` more, or less; `total` is what it costs now. What it
    costs more falls due as by its contract, or by the terms of an order without one."""

    subject: ClassVar[str] = "orders.order.changed.v1"
    order_change_id: UUID
    change_number: str
    difference: Money
    tax: Money | None = None  # in the difference; None: the publisher did not say
    changed_at: datetime
    status: OrderStatus  # after the change: what was added may have to be delivered yet
    terms: list[Instalment] = []  # of an order without a contract
    lines: list[OrderedLine] = []  # as it is now; together they are the total; none: the publisher did not say
