"""What is said of registrations 报备?"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.custom_fields import Extra
from messages.text import LongStr, ShortStr


class RegistrationStatus(StrEnum):
    SUBMITTED = "SUBMITTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; may be submitted again
    PROTECTED = "PROTECTED"  # approved; nobody else may register this project until `protected_until`
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    RELEASED = "RELEASED"  # the protection ended by the clock
    CLOSED = "CLOSED"  # the opportunity was won or lost
    ABANDONED = "ABANDONED"  # a manager gave it up, and the opportunity with it

    @classmethod
    def _missing_(cls, value: object) -> "RegistrationStatus | None":
        return cls.REJECTED if value == "REFUSED" else None  # what it was called before


class Grade(StrEnum):
    """How good an opportunity its approvers hold it for."""

    A = "A"
    B = "B"
    C = "C"


class RegisterOpportunity(Command):
    """`extra`: the fields that registrations of its business type have."""

    id: UUID | None = None
    note: LongStr = ""
    extra: Extra = {}


class ResubmitRegistration(Command):
    """`extra`: what of it changes."""

    note: LongStr = ""
    extra: Extra = {}


class GradeRegistration(Command):
    grade: Grade


class AbandonRegistration(Command):
    reason: ShortStr


class DecideRegistration(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int | None = Field(default=None, ge=1, le=1_000_000)


class ProtectRegistration(DecideRegistration):
    days: int = Field(default=90, ge=1, le=730)


class RejectRegistration(DecideRegistration):
    reason: LongStr = ""


class ReturnRegistration(DecideRegistration):
    guidance: LongStr = ""


class RegistrationView(View):
    id: UUID
    number: str
    status: RegistrationStatus
    round: int  # 1 at first, +1 at each re-submission
    opportunity_id: UUID
    customer_id: UUID
    customer_name: str
    project: str
    owner_id: UUID
    owner_name: str
    legal_entity_id: str
    conflict_with: UUID | None  # a live registration of the same customer by somebody else
    protected_until: datetime | None
    warned_of: datetime | None = None  # the end of protection that its owner was warned of
    guidance: str | None
    note: str
    business_type: str | None = None
    extra: dict[str, Any] = {}
    template_version: int = 0  # of the fields that were in force when it was submitted; 0: there were none
    grade: Grade | None = None
    extended_at: datetime | None = None  # its protection was prolonged
    submitted_at: datetime
    version: int


class RegistrationEvent(Event):
    """What all events of a registration have in common."""

    registration_id: UUID
    number: str
    opportunity_id: UUID
    customer_id: UUID
    owner_id: UUID
    round: int = 1
    legal_entity_id: str | None = None  # None: published before it was said


class RegistrationSubmitted(RegistrationEvent):
    """Starts the process OpportunityRegistration; again (round > 1) it is signalled to it."""

    subject: ClassVar[str] = "deals.registration.submitted.v1"
    project: str
    conflict_with: UUID | None = None


class RegistrationProtected(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.protected.v1"
    protected_until: datetime


class RegistrationProtectionEnding(RegistrationEvent):
    """Some business days before: its owner still has time to win it."""

    subject: ClassVar[str] = "deals.registration.protection_ending.v1"
    protected_until: datetime


class RegistrationGraded(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.graded.v1"
    grade: str


class RegistrationAbandoned(RegistrationEvent):
    """Its managers gave it up; the opportunity is lost."""

    subject: ClassVar[str] = "deals.registration.abandoned.v1"
    reason: str


class RegistrationExtended(RegistrationEvent):
    """Its protection ends later, once."""

    subject: ClassVar[str] = "deals.registration.extended.v1"
    protected_until: datetime


class RegistrationReturned(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.returned.v1"
    guidance: str = ""


class RegistrationRejected(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.rejected.v1"
    reason: str = ""


class RegistrationWithdrawn(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.withdrawn.v1"


class RegistrationReleased(RegistrationEvent):
    subject: ClassVar[str] = "deals.registration.released.v1"


class RegistrationClosed(RegistrationEvent):
    """Its opportunity was won or lost."""

    subject: ClassVar[str] = "deals.registration.closed.v1"


class RegistrationRestored(RegistrationEvent):
    """The contract came to nothing: the project is protected again for the rest of its time; its process goes on."""

    subject: ClassVar[str] = "deals.registration.restored.v1"
    protected_until: datetime
