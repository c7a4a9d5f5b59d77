"""What is said of requests for credit: for a limit, or to let goods leave although it is passed, or on hold?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.credit import CreditView
from messages.collections.grading.grades import (
    CreditGradeView,
    CreditHoldView,
    CreditStandingView,
    EvidenceView,
)
from messages.money import Currency, Money
from messages.text import LongStr


class CreditRequestKind(StrEnum):
    LIMIT = "LIMIT"  # how much the customer may owe in a currency
    RELEASE = "RELEASE"  # one shipment of an order, although he is on hold or over the limit


class CreditRequestStatus(StrEnum):
    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class RequestLimit(Command):
    """A lower one counts at once; a higher one, or none any more, when another in finance confirms it."""

    id: UUID | None = None
    customer_id: UUID
    currency: Currency
    limit: Money | None = None
    reason: LongStr = Field(min_length=1)


class RequestRelease(Command):
    """Let one shipment of this order leave, whatever the customer owes."""

    id: UUID | None = None
    order_id: UUID
    reason: LongStr = Field(min_length=1)


class DecideCreditRequest(Command):
    comment: LongStr = ""


class RejectCreditRequest(Command):
    reason: LongStr = Field(min_length=1)


class CreditRequestView(View):
    id: UUID
    number: str
    kind: CreditRequestKind
    status: CreditRequestStatus
    customer_id: UUID
    customer_name: str
    order_id: UUID | None
    order_number: str
    limit_before: Money | None
    limit: Money | None
    currency: str
    reason: str
    requested_by: UUID
    requested_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    guidance: str  # of who decided
    legal_entity_id: str
    version: int


class LateReceivable(View):
    receivable_id: UUID
    number: str
    due_on: date | None
    amount: Money
    written_off: Money
    days_late: int
    is_open: bool
    disputed: bool


class CreditFileView(View):
    """信用档案: all that is known of how a customer was trusted, and how he paid; the newest first."""

    standing: CreditStandingView
    credits: list[CreditView]
    grades: list[CreditGradeView]
    requests: list[CreditRequestView]  # limits over time, and orders that were released
    holds: list[CreditHoldView]
    late: list[LateReceivable]  # what was or is paid after its day
    evidence: list[EvidenceView]
    sources: list[str]  # outside sources that can be asked about him


class CreditRequestEvent(Event):
    """What every event of one says."""

    credit_request_id: UUID
    number: str
    kind: CreditRequestKind
    customer_id: UUID
    customer_name: str = ""
    order_id: UUID | None = None
    order_number: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    limit: Money | None = None
    reason: str


class CreditRequested(CreditRequestEvent):
    """`amount`: the limit that is asked for (where none shall count any more, the one before), or what the order
    costs."""

    subject: ClassVar[str] = "collections.credit_request.requested.v1"
    requested_by: UUID
    amount: Money


class CreditRequestConfirmed(CreditRequestEvent):
    """The limit counts, or one shipment of the order may leave."""

    subject: ClassVar[str] = "collections.credit_request.confirmed.v1"
    confirmed_by: UUID


class CreditRequestRejected(CreditRequestEvent):
    subject: ClassVar[str] = "collections.credit_request.rejected.v1"
    guidance: str


class CreditRequestWithdrawn(CreditRequestEvent):
    subject: ClassVar[str] = "collections.credit_request.withdrawn.v1"
