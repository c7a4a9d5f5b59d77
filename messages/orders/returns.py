"""What is said of goods that customers send back 退货?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.shipments import MOST_PIECES
from messages.text import LongStr


class ReturnStatus(StrEnum):
    REQUESTED = "REQUESTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; who asked may resubmit it
    APPROVED = "APPROVED"  # the goods may come back
    RECEIVED = "RECEIVED"  # a shipper has counted what came back
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # nothing of it came back


class ReturnedLine(Command):
    """Pieces of one line of the order, as it was shipped."""

    line: int = Field(ge=1, le=1_000)
    quantity: int = Field(ge=1, le=MOST_PIECES)


Lines = Annotated[list[ReturnedLine], Field(min_length=1, max_length=200)]


class RequestReturn(Command):
    """The customer wants to send these pieces of one shipment back, also after the order was completed."""

    id: UUID | None = None
    shipment_id: UUID
    lines: Lines
    reason: Annotated[LongStr, Field(min_length=1)]


class ResubmitReturn(Command):
    """One that was sent back goes to approval again, changed or not."""

    lines: Lines | None = None
    reason: Annotated[LongStr, Field(min_length=1)] | None = None


class DecideReturn(Command):
    """What its approvers decided in this round; deciding an earlier round again changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class BackLine(Command):
    """Pieces that came back: `good` are on the shelf again, `scrapped` are not."""

    line: int = Field(ge=1, le=1_000)
    good: int = Field(default=0, ge=0, le=MOST_PIECES)
    scrapped: int = Field(default=0, ge=0, le=MOST_PIECES)


class ReceiveReturn(Command):
    """A shipper counted these pieces; without lines, all that is still awaited is back in good order."""

    lines: list[BackLine] = Field(default=[], max_length=200)


class ReturnLineView(View):
    line: int
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    good: int
    scrapped: int


class ReturnView(View):
    id: UUID
    number: str
    status: ReturnStatus
    round: int
    order_id: UUID
    order_number: str
    shipment_id: UUID
    shipment_number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    legal_entity_id: str
    reason: str
    guidance: str
    lines: list[ReturnLineView]
    worth: Money  # what is asked for, at what the order's lines cost
    credited: Money  # for what came back
    requested_by: UUID
    requested_at: datetime
    received_at: datetime | None
    version: int


class ReturnSnapshot(View):
    """What its process follows of a return."""

    status: ReturnStatus
    round: int
    number: str
    owner_id: UUID
    legal_entity_id: str
    title: str = ""  # the customer
    order_id: UUID | None = None
    worth: Money | None = None
    version: int = 0


class ReturnEvent(Event):
    """What every event of a return says."""

    return_id: UUID
    number: str
    order_id: UUID
    order_number: str
    shipment_id: UUID
    customer_id: UUID
    customer_name: str
    owner_id: UUID  # of the order
    legal_entity_id: str
    round: int = 1
    worth: Money


class ReturnRequested(ReturnEvent):
    """Starts its process; again (round > 1) it signals it."""

    subject: ClassVar[str] = "orders.return.requested.v1"
    requested_by: UUID
    reason: str


class ReturnSentBack(ReturnEvent):
    subject: ClassVar[str] = "orders.return.sent_back.v1"
    guidance: str = ""


class ReturnApproved(ReturnEvent):
    """The goods may come back; a shipper counts them then."""

    subject: ClassVar[str] = "orders.return.approved.v1"


class ReturnRejected(ReturnEvent):
    subject: ClassVar[str] = "orders.return.rejected.v1"
    guidance: str = ""


class ReturnWithdrawn(ReturnEvent):
    """Nobody waits for (the rest of) these goods any more."""

    subject: ClassVar[str] = "orders.return.withdrawn.v1"


class ReturnReceived(ReturnEvent):
    """Pieces came back, and the customer owes `credit` less. `is_complete`: no more are awaited."""

    subject: ClassVar[str] = "orders.return.received.v1"
    counting_id: UUID  # of this time that goods were counted
    by_id: UUID
    good: int
    scrapped: int
    credit: Money
    lines: list[CreditedLine] = []  # what of it is whose; none: the publisher did not say
    is_complete: bool
    received_at: datetime
