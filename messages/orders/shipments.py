"""What is said of shipments and receipts?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from messages.base import Command, Event, View
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.orders import OrderSnapshot
from messages.text import Code, LongStr, ShortStr

MOST_PIECES = 1_000_000


class ShipmentStatus(StrEnum):
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    RETURNED = "RETURNED"  # the order was cancelled; the pieces are in stock again

    @classmethod
    def _missing_(cls, value: object) -> "ShipmentStatus | None":
        """Also by the name that it was stored under before."""
        return cls.RETURNED if value == "TAKEN_BACK" else None


class DifferenceKind(StrEnum):
    SHORT = "SHORT"  # these pieces did not arrive
    DAMAGED = "DAMAGED"


class DifferenceDecision(StrEnum):
    RESEND = "RESEND"  # as many leave once more
    CREDIT = "CREDIT"  # the customer owes so much less


class ShipmentLine(Command):
    """`line`: of the order; without it the first lines of the product are filled first. `site`: where they leave from;
    without it, where they are reserved."""

    product_id: UUID
    quantity: int = Field(ge=1, le=MOST_PIECES)
    line: int | None = Field(default=None, ge=1, le=1_000)
    site: Code | None = None

    @model_validator(mode="after")
    def of_a_line(self) -> Self:
        """ORD-99: pieces that leave a certain site are of a certain line."""
        if self.site is not None and self.line is None:
            raise ValueError("ORD-99: say of which line the pieces are that leave this site")
        return self


class Ship(Command):
    """The shipper confirms that these pieces left; without lines, all that is left of the order."""

    id: UUID | None = None
    lines: list[ShipmentLine] = Field(default=[], max_length=200)
    carrier: ShortStr | None = None
    tracking: ShortStr | None = None


class ReceivedLine(Command):
    """What became of pieces of one line of the order: each arrived well, did not arrive, or arrived damaged."""

    line: int = Field(ge=1, le=1_000)
    accepted: int = Field(default=0, ge=0, le=MOST_PIECES)
    short: int = Field(default=0, ge=0, le=MOST_PIECES)
    damaged: int = Field(default=0, ge=0, le=MOST_PIECES)
    note: LongStr = ""


class ReceiveShipment(Command):
    """Without lines all that is still on its way arrived well. Pieces of which nothing is said stay on their way."""

    lines: list[ReceivedLine] = Field(default=[], max_length=200)


class DecideDifference(Command):
    difference_id: UUID
    decision: DifferenceDecision
    comment: LongStr = ""


class ShipmentLineView(View):
    """Of one line of the order. `received` arrived well; what is neither that, short nor damaged is on its way."""

    line: int = 0
    product_id: UUID
    quantity: int
    received: int = 0
    short: int = 0
    damaged: int = 0
    coming_back: int = 0  # the customer wants to send them back
    returned: int = 0
    sites: list[str] = []  # where they left from


class DifferenceView(View):
    id: UUID
    shipment_id: UUID
    line: int
    kind: DifferenceKind
    quantity: int
    note: str
    noted_at: datetime
    decision: DifferenceDecision | None
    decided_at: datetime | None
    comment: str


class ShipmentView(View):
    id: UUID
    number: str
    status: ShipmentStatus
    order_id: UUID
    lines: list[ShipmentLineView]
    differences: list[DifferenceView] = []
    carrier: str | None
    tracking: str | None
    sent_at: datetime
    sent_by: UUID
    received_at: datetime | None
    reference: str = ""  # the ERP's number of it, where it left a warehouse of the ERP
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
    owner_id: UUID | None = None  # of the order
    legal_entity_id: str | None = None  # of the order; None: published before it was said
    reference: str = ""  # the ERP's number of it, where it left a warehouse of the ERP
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None
    stands: OrderSnapshot | None = None  # its order by now, for the order's process: it needs not ask


class ShipmentReceived(Event):
    subject: ClassVar[str] = "orders.shipment.received.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    received_at: datetime
    owner_id: UUID | None = None  # of the order
    legal_entity_id: str | None = None  # of the order; None: published before it was said
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None
    worth: Money | None = None  # what the customer pays for the pieces that arrived well now, not those counted before
    stands: OrderSnapshot | None = None  # its order by now, for the order's process: it needs not ask


class ShipmentReturned(Event):
    subject: ClassVar[str] = "orders.shipment.returned.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    owner_id: UUID | None = None  # of the order
    legal_entity_id: str | None = None  # of the order; None: published before it was said
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None


class ShipmentPartlyReceived(Event):
    """Some of its pieces were counted; the others are still on their way."""

    subject: ClassVar[str] = "orders.shipment.partly_received.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    owner_id: UUID
    legal_entity_id: str
    pieces: int  # counted now, well or not
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None
    worth: Money | None = None  # what the customer pays for those of them that arrived well
    received_at: datetime | None = None  # None: published before it was said


class ShipmentDiffered(Event):
    """Pieces did not arrive, or arrived damaged: somebody has to decide whether they are sent again or credited."""

    subject: ClassVar[str] = "orders.shipment.differed.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    owner_id: UUID
    legal_entity_id: str
    short: int
    damaged: int
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None


class DifferenceDecided(Event):
    """Sent again, the pieces are open in the order once more; credited, the customer owes `credit` less."""

    subject: ClassVar[str] = "orders.shipment.difference_decided.v1"
    shipment_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    by_id: UUID
    owner_id: UUID
    legal_entity_id: str
    difference_id: UUID
    decision: DifferenceDecision
    pieces: int
    credit: Money
    lines: list[CreditedLine] = []  # what of it is whose; none: the publisher did not say
    order_number: str | None = None  # and of whom it is; None: published before it was said
    customer_name: str | None = None
