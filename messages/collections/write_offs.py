"""What is said of write-offs 冲销: what of a receivable is given up, by which tolerance or whose approval?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Currency, Money
from messages.text import Code, LongStr

TOLERANCE = "TOLERANCE"  # the reason of a write-off that nobody asked for
EARLY_PAYMENT = "EARLY_PAYMENT"  # the reason of one that is the discount of early payment
PAYMENT_REVERSED = "PAYMENT_REVERSED"  # why it was taken back: the money that it followed was taken off
ORDER_CANCELLED = "ORDER_CANCELLED"  # why it was taken back: nothing is owed any more
EVERYWHERE = "*"  # a tolerance of every legal entity that has none of its own


class WriteOffStatus(StrEnum):
    REQUESTED = "REQUESTED"  # it waits for its approval and counts for nothing
    RETURNED = "RETURNED"
    APPLIED = "APPLIED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # by who asked, as there is nothing left to write off, or its approval was revoked
    TAKEN_BACK = "TAKEN_BACK"  # it counted once; the receivable owes it again


class RequestWriteOff(Command):
    """Give up what is open of a receivable, or this much of it."""

    id: UUID | None = None
    receivable_id: UUID
    amount: Amount | None = Field(default=None, gt=0)
    reason: LongStr = Field(min_length=1)


class ResubmitWriteOff(Command):
    """Of a returned one: what is not said stays."""

    amount: Amount | None = Field(default=None, gt=0)
    reason: LongStr = ""


class DecideWriteOff(Command):
    """The round that was decided; an answer to an earlier one changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class TakeBackWriteOff(Command):
    reason: LongStr = Field(min_length=1)


class SetTolerance(Command):
    """Up to how much of a receivable is written off by itself when money came for it; nothing switches it off."""

    legal_entity_id: Code | Literal["*"]
    currency: Currency
    amount: Amount


class ToleranceView(View):
    legal_entity_id: str  # "*": of every legal entity that has none of its own
    currency: str
    amount: Money
    set_by: UUID | None
    set_at: datetime | None
    version: int


class WriteOffView(View):
    id: UUID
    number: str
    status: WriteOffStatus
    receivable_id: UUID
    receivable_number: str
    order_id: UUID | None
    customer_id: UUID
    customer_name: str
    amount: Money
    reason: str
    requested_by: UUID | None  # None: by the tolerance
    requested_at: datetime
    round: int
    guidance: str  # of who returned or rejected it, or why it was taken back
    applied_at: datetime | None
    taken_back_by: UUID | None
    taken_back_at: datetime | None
    legal_entity_id: str
    version: int


class WriteOffEvent(Event):
    """What every event of a write-off says."""

    write_off_id: UUID
    number: str
    receivable_id: UUID
    receivable_number: str
    order_id: UUID | None = None
    customer_id: UUID
    customer_name: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money
    reason: str


class WriteOffRequested(WriteOffEvent):
    subject: ClassVar[str] = "collections.write_off.requested.v1"
    requested_by: UUID
    round: int


class WriteOffReturned(WriteOffEvent):
    subject: ClassVar[str] = "collections.write_off.returned.v1"
    guidance: str


class WriteOffApplied(WriteOffEvent):
    """It counts: so much less of the receivable is open."""

    subject: ClassVar[str] = "collections.write_off.applied.v1"


class WriteOffRejected(WriteOffEvent):
    subject: ClassVar[str] = "collections.write_off.rejected.v1"
    guidance: str


class WriteOffWithdrawn(WriteOffEvent):
    subject: ClassVar[str] = "collections.write_off.withdrawn.v1"
    round: int


class WriteOffTakenBack(WriteOffEvent):
    """The receivable owes it again."""

    subject: ClassVar[str] = "collections.write_off.taken_back.v1"
    guidance: str


class ToleranceSet(Event):
    """Up to how much is written off by itself in this legal entity and currency."""

    subject: ClassVar[str] = "collections.tolerance.set.v1"
    tolerance_id: UUID
    legal_entity_id: str
    amount: Money
    set_by: UUID
