"""What is said of payments 回款 and what they settle?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr


class PaymentStatus(StrEnum):
    RECORDED = "RECORDED"  # sales says money came; it counts only after finance confirms
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"
    REVERSED = "REVERSED"  # the order was cancelled; it is owed back to the customer


class Allocation(Command):
    receivable_id: UUID
    amount: Amount = Field(gt=0)


class RecordPayment(Command):
    """Money came. Without allocations it settles the customer's (or the order's) oldest due receivables first."""

    id: UUID | None = None
    customer_id: UUID
    order_id: UUID | None = None
    amount: Money
    received_on: date
    method: ShortStr = "bank transfer"
    reference: ShortStr | None = None  # the bank's; the same reference twice is refused
    allocations: list[Allocation] = Field(default=[], max_length=200)


class ConfirmPayment(Command):
    """Finance saw the money. Other allocations than recorded may be given."""

    allocations: list[Allocation] | None = Field(default=None, max_length=200)


class RefusePayment(Command):
    reason: LongStr = Field(min_length=1)


class AllocatePayment(Command):
    """Confirmed money that settles nothing yet finds what it belongs to; without allocations, the oldest due first."""

    allocations: list[Allocation] = Field(default=[], max_length=200)


class PaymentView(View):
    id: UUID
    number: str
    status: PaymentStatus
    customer_id: UUID
    customer_name: str
    order_ids: list[UUID]
    amount: Money
    allocated: Money
    allocations: list[Allocation]
    received_on: date
    method: str
    reference: str | None
    recorded_by: UUID
    recorded_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    refused_reason: str | None
    legal_entity_id: str
    version: int


class PaymentFact(Event):
    """What every payment event tells."""

    payment_id: UUID
    number: str
    customer_id: UUID
    order_ids: list[UUID] = []
    amount: Money
    legal_entity_id: str


class PaymentRecorded(PaymentFact):
    subject: ClassVar[str] = "collections.payment.recorded.v1"
    recorded_by: UUID


class PaymentConfirmed(PaymentFact):
    subject: ClassVar[str] = "collections.payment.confirmed.v1"
    confirmed_by: UUID
    allocated: Money


class PaymentRefused(PaymentFact):
    subject: ClassVar[str] = "collections.payment.refused.v1"
    reason: str


class PaymentReleased(PaymentFact):
    """Taken off a cancelled order; the rest of it, or all of it on the customer's account, stands as before."""

    subject: ClassVar[str] = "collections.payment.released.v1"
    status: PaymentStatus
    released: Money


class PaymentReversed(PaymentFact):
    """Owed back to the customer: all that it settled belonged to a cancelled order."""

    subject: ClassVar[str] = "collections.payment.reversed.v1"
