"""What is said of corrections 更正: a confirmed payment is voided or moved, for a reason, by two people?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Money
from messages.text import LongStr


class CorrectionKind(StrEnum):
    VOID = "VOID"  # the money is not there: the bank took it back, or it never was
    MOVE = "MOVE"  # it is another customer's, or came for another order


class CorrectionStatus(StrEnum):
    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class RequestCorrection(Command):
    """What is wrong with a confirmed payment. A moved one names its customer, and may name one of his orders."""

    id: UUID | None = None
    payment_id: UUID
    kind: CorrectionKind
    to_customer_id: UUID | None = None
    to_order_id: UUID | None = None
    reason: LongStr = Field(min_length=1)


class RejectCorrection(Command):
    reason: LongStr = Field(min_length=1)


class CorrectionView(View):
    id: UUID
    number: str
    status: CorrectionStatus
    kind: CorrectionKind
    payment_id: UUID
    payment_number: str
    customer_id: UUID  # whose the payment is now
    customer_name: str
    to_customer_id: UUID | None
    to_customer_name: str | None
    to_order_id: UUID | None
    amount: Money
    reason: str
    requested_by: UUID
    requested_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    guidance: str  # of who rejected it
    legal_entity_id: str
    version: int


class CorrectionEvent(Event):
    """What every event of a correction says."""

    correction_id: UUID
    number: str
    kind: CorrectionKind
    payment_id: UUID
    payment_number: str
    order_id: UUID | None = None
    customer_id: UUID
    customer_name: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money
    reason: str


class CorrectionRequested(CorrectionEvent):
    subject: ClassVar[str] = "collections.correction.requested.v1"
    requested_by: UUID


class CorrectionConfirmed(CorrectionEvent):
    """The payment itself says what became of it."""

    subject: ClassVar[str] = "collections.correction.confirmed.v1"
    confirmed_by: UUID


class CorrectionRejected(CorrectionEvent):
    """The payment stands as it stood."""

    subject: ClassVar[str] = "collections.correction.rejected.v1"
    guidance: str


class CorrectionWithdrawn(CorrectionEvent):
    subject: ClassVar[str] = "collections.correction.withdrawn.v1"
