"""What is said when a customer is registered 报备 and admitted 准入, and when two want to have the same one?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.customers import SalesWay
from messages.text import LongStr, ShortStr


class AdmissionStatus(StrEnum):
    SUBMITTED = "SUBMITTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; may be submitted again
    ADMITTED = "ADMITTED"  # valid, and the better claim
    SUPERSEDED = "SUPERSEDED"  # valid, and another claim is better by the rule
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Criterion(StrEnum):
    """By what of two claims the better one is found."""

    WAY = "WAY"  # which way of selling comes before the other
    TIER = "TIER"  # which tier of partners comes before another
    FIRST = "FIRST"  # who came first


class RegisterCustomer(Command):
    """A customer that is there already is claimed by the one who asks."""

    id: UUID | None = None
    way: SalesWay = SalesWay.DIRECT
    tier: ShortStr | None = None
    note: LongStr = ""


class ResubmitAdmission(Command):
    note: LongStr | None = None


class DecideAdmission(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class AdmissionView(View):
    id: UUID
    number: str
    status: AdmissionStatus
    round: int
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    owner_name: str
    legal_entity_id: str
    way: SalesWay
    tier: str | None
    note: str
    guidance: str
    first_submitted_at: datetime  # counts, whatever was returned since
    submitted_at: datetime
    conflict_with: UUID | None  # the owner of the claim that was there before
    conflict_owner_name: str | None
    conflict_number: str | None  # of the other admission, where there is one
    decided_at: datetime | None
    decided_by_rule: Criterion | None  # which one told the two apart
    version: int


class AdmissionEvent(Event):
    """What all events of it have in common."""

    admission_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    legal_entity_id: str
    round: int


class AdmissionSubmitted(AdmissionEvent):
    """Starts the process CustomerAdmission; again (round > 1) it is signalled to it. `mentions`: whose customer it is
    so far, who is told."""

    subject: ClassVar[str] = "deals.admission.submitted.v1"
    mentions: list[UUID] = []


class AdmissionReturned(AdmissionEvent):
    subject: ClassVar[str] = "deals.admission.returned.v1"
    guidance: str = ""


class AdmissionAdmitted(AdmissionEvent):
    """The customer is his; `former_owner_id`: and was another's."""

    subject: ClassVar[str] = "deals.admission.admitted.v1"
    former_owner_id: UUID | None = None
    decided_by_rule: Criterion | None = None


class AdmissionSuperseded(AdmissionEvent):
    subject: ClassVar[str] = "deals.admission.superseded.v1"
    kept_by_id: UUID | None = None
    decided_by_rule: Criterion | None = None


class AdmissionRejected(AdmissionEvent):
    subject: ClassVar[str] = "deals.admission.rejected.v1"
    guidance: str = ""


class AdmissionWithdrawn(AdmissionEvent):
    subject: ClassVar[str] = "deals.admission.withdrawn.v1"
