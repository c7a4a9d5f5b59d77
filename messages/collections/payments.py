"""What is said of payments 回款 and what they settle?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.exchange import Exchange, Rate
from messages.collections.receivables import AccountSnapshot
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr


class PaymentStatus(StrEnum):
    RECORDED = "RECORDED"  # sales says money came; it counts only after finance confirms
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    REVERSED = "REVERSED"  # the order was cancelled; it is owed back, until it is allocated to something else
    VOIDED = "VOIDED"  # it was confirmed by mistake, or the bank took it back

    @classmethod
    def _missing_(cls, value: object) -> "PaymentStatus | None":
        """Also by the name that it was stored under before."""
        return cls.REJECTED if value == "REFUSED" else None


class Allocation(Command):
    receivable_id: UUID
    amount: Amount = Field(gt=0)


class RecordPayment(Command):
    """Money came. Without allocations it settles the customer's (or the order's) oldest due receivables first.

    With an exchange it settles those in another currency: then the allocations are in that one.
    """

    id: UUID | None = None
    customer_id: UUID
    order_id: UUID | None = None
    amount: Money
    exchange: Exchange | None = None
    received_on: date
    method: ShortStr = "bank transfer"
    reference: ShortStr | None = None  # the bank's, of which each amount is recorded once
    occurrence: int = Field(default=1, ge=1, le=10_000)  # 2: the bank has the second such entry with this reference
    allocations: list[Allocation] = Field(default=[], max_length=200)


class ConfirmPayment(Command):
    """Finance saw the money. Other allocations than recorded may be given."""

    allocations: list[Allocation] | None = Field(default=None, max_length=200)


class RejectPayment(Command):
    reason: LongStr = Field(min_length=1)


class AllocatePayment(Command):
    """Confirmed money that settles nothing yet finds what it belongs to; without allocations, the oldest due first."""

    allocations: list[Allocation] = Field(default=[], max_length=200)


class PaymentView(View):
    id: UUID
    number: str
    source: str | None = None  # the file by which it came
    status: PaymentStatus
    customer_id: UUID
    customer_name: str
    order_id: UUID | None = None  # for which it was recorded
    order_ids: list[UUID]
    amount: Money  # in the currency of what it settles
    received: Money | None = None  # what came, where that was in another one: at this rate for one unit of `rate_of`
    rate: Rate | None = None
    rate_of: str | None = None
    rate_on: date | None = None
    rate_source: str | None = None
    exchange_difference: Money | None = None  # gained by it, with a minus lost; of one that is shown alone
    allocated: Money
    refunded: Money | None = None  # gone back to the customer, or set aside for it
    allocations: list[Allocation]
    received_on: date
    method: str
    reference: str | None
    occurrence: int = 1
    recorded_by: UUID
    recorded_at: datetime
    owner_id: UUID | None = None
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    rejected_reason: str | None
    legal_entity_id: str
    version: int

    @property
    def free(self) -> Money:
        """What of it settles nothing, and does not go back."""
        rest = self.amount - self.allocated
        return rest - self.refunded if self.refunded else rest


class PaymentEvent(Event):
    """What every payment event says."""

    payment_id: UUID
    number: str
    customer_id: UUID
    order_ids: list[UUID] = []
    amount: Money
    received: Money | None = None  # what came, where that was in another currency
    legal_entity_id: str
    on_account: bool = False  # it came for the customer, for no order
    owner_id: UUID | None = None
    customer_name: str = ""


class PaymentRecorded(PaymentEvent):
    subject: ClassVar[str] = "collections.payment.recorded.v1"
    recorded_by: UUID
    accounts: dict[UUID, AccountSnapshot] = {}  # of its orders by now, for the process of each; none: it has to ask


class PaymentConfirmed(PaymentEvent):
    subject: ClassVar[str] = "collections.payment.confirmed.v1"
    confirmed_by: UUID
    allocated: Money
    accounts: dict[UUID, AccountSnapshot] = {}  # of its orders by now, for the process of each; none: it has to ask


class PaymentRejected(PaymentEvent):
    subject: ClassVar[str] = "collections.payment.rejected.v1"
    reason: str


class PaymentReleased(PaymentEvent):
    """Taken off a cancelled order; the rest of it, or all of it on the customer's account, stands as before."""

    subject: ClassVar[str] = "collections.payment.released.v1"
    status: PaymentStatus
    released: Money


class PaymentReversed(PaymentEvent):
    """Owed back to the customer: all that it settled belonged to a cancelled order."""

    subject: ClassVar[str] = "collections.payment.reversed.v1"


class PaymentVoided(PaymentEvent):
    """The money is not there; all that it settled is open again."""

    subject: ClassVar[str] = "collections.payment.voided.v1"
    reason: str
    confirmed_by: UUID


class PaymentMoved(PaymentEvent):
    """It is another customer's, or for another order. `order_ids` are those that it settled, or settles now."""

    subject: ClassVar[str] = "collections.payment.moved.v1"
    status: PaymentStatus
    from_customer_id: UUID
    reason: str
    confirmed_by: UUID
