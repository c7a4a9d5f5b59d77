"""What is said of guidance: what a manager wants to be done about an opportunity, by whom, by when?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import LongStr, ShortStr

Said = Annotated[LongStr, Field(min_length=1)]


class GuidanceStatus(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    DROPPED = "DROPPED"  # the opportunity ended, or it was taken back


class GiveGuidance(Command):
    """To the owner of the opportunity."""

    text: Said
    due_on: date


class ActOnGuidance(Command):
    """What was done about it."""

    answer: ShortStr


class GuidanceView(View):
    id: UUID
    number: str
    opportunity_id: UUID
    opportunity_number: str
    text: str
    owner_id: UUID
    owner_name: str
    due_on: date
    status: GuidanceStatus
    overdue: bool
    given_by: UUID
    given_by_name: str
    given_at: datetime
    answer: str | None
    done_at: datetime | None
    version: int


class GuidanceEvent(Event):
    """What all events of it have in common; `mentions`: who gave it."""

    guidance_id: UUID
    number: str
    opportunity_id: UUID
    customer_name: str
    owner_id: UUID
    legal_entity_id: str
    due_on: date
    text: str


class GuidanceGiven(GuidanceEvent):
    subject: ClassVar[str] = "deals.guidance.given.v1"


class GuidanceActedOn(GuidanceEvent):
    subject: ClassVar[str] = "deals.guidance.acted_on.v1"
    mentions: list[UUID] = []
    answer: str


class GuidanceOverdue(GuidanceEvent):
    """Its day is over: its owner and who gave it are told, once."""

    subject: ClassVar[str] = "deals.guidance.overdue.v1"
    mentions: list[UUID] = []


class GuidanceDropped(GuidanceEvent):
    subject: ClassVar[str] = "deals.guidance.dropped.v1"
