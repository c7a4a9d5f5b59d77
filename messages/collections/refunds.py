"""What is said of refunds 退款: which of a customer's money goes back to him, and who says so?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr


class RefundStatus(StrEnum):
    REQUESTED = "REQUESTED"  # set aside: nothing else is settled with it
    CONFIRMED = "CONFIRMED"  # finance has sent it back
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class RequestRefund(Command):
    """What of a payment settles nothing shall go back, or this much of it."""

    id: UUID | None = None
    payment_id: UUID
    amount: Amount | None = Field(default=None, gt=0)
    reason: LongStr = Field(min_length=1)


class ConfirmRefund(Command):
    """Finance has sent it back: when, and the bank's reference."""

    paid_on: date
    reference: ShortStr | None = None


class RejectRefund(Command):
    reason: LongStr = Field(min_length=1)


class RefundView(View):
    id: UUID
    number: str
    status: RefundStatus
    payment_id: UUID
    payment_number: str
    order_id: UUID | None  # for which the payment was recorded
    customer_id: UUID
    customer_name: str
    amount: Money
    sent: Money | None = None  # what leaves the bank, where its payment had come in another currency
    reason: str
    requested_by: UUID
    requested_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    paid_on: date | None
    reference: str | None
    guidance: str  # of who rejected it
    legal_entity_id: str
    version: int


class RefundEvent(Event):
    """What every event of a refund says."""

    refund_id: UUID
    number: str
    payment_id: UUID
    payment_number: str
    order_id: UUID | None = None
    customer_id: UUID
    customer_name: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money
    sent: Money | None = None
    reason: str


class RefundRequested(RefundEvent):
    subject: ClassVar[str] = "collections.refund.requested.v1"
    requested_by: UUID


class RefundConfirmed(RefundEvent):
    """The money is on its way to the customer."""

    subject: ClassVar[str] = "collections.refund.confirmed.v1"
    confirmed_by: UUID
    paid_on: date


class RefundRejected(RefundEvent):
    """It lies on the customer's account again."""

    subject: ClassVar[str] = "collections.refund.rejected.v1"
    guidance: str


class RefundWithdrawn(RefundEvent):
    """It lies on the customer's account again."""

    subject: ClassVar[str] = "collections.refund.withdrawn.v1"
