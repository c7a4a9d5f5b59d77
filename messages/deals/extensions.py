"""What is said of prolonging the protection of a registration, once, by approval?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import LongStr, ShortStr

Days = Annotated[int, Field(ge=1, le=365)]


class ExtensionStatus(StrEnum):
    REQUESTED = "REQUESTED"  # waits for approval
    RETURNED = "RETURNED"  # with guidance; may be submitted again
    APPLIED = "APPLIED"  # the protection ends later
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # by its seller, or there was nothing left to prolong


class RequestExtension(Command):
    """By so many days of the calendar after its present end."""

    days: Days
    reason: ShortStr


class ResubmitExtension(Command):
    days: Days | None = None
    reason: ShortStr | None = None


class DecideExtension(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int = Field(ge=1, le=1_000_000)
    comment: LongStr = ""


class ExtensionView(View):
    id: UUID
    number: str
    status: ExtensionStatus
    round: int
    registration_id: UUID
    registration_number: str
    customer_name: str
    project: str
    owner_id: UUID
    legal_entity_id: str
    days: int
    reason: str
    guidance: str
    requested_by: UUID
    requested_at: datetime
    version: int


class ExtensionEvent(Event):
    """What all events of it have in common."""

    extension_id: UUID
    number: str
    registration_id: UUID
    registration_number: str
    opportunity_id: UUID
    customer_name: str
    owner_id: UUID
    legal_entity_id: str
    days: int
    round: int


class ExtensionRequested(ExtensionEvent):
    """Starts the process ProtectionExtension; again (round > 1) it is signalled to it."""

    subject: ClassVar[str] = "deals.extension.requested.v1"


class ExtensionReturned(ExtensionEvent):
    subject: ClassVar[str] = "deals.extension.returned.v1"
    guidance: str = ""


class ExtensionApplied(ExtensionEvent):
    subject: ClassVar[str] = "deals.extension.applied.v1"
    protected_until: datetime


class ExtensionRejected(ExtensionEvent):
    subject: ClassVar[str] = "deals.extension.rejected.v1"
    guidance: str = ""


class ExtensionWithdrawn(ExtensionEvent):
    subject: ClassVar[str] = "deals.extension.withdrawn.v1"
