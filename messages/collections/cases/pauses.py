"""What is said of pauses of dunning 暂停催收?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import LongStr

MOST_RECEIVABLES = 100  # in one pause or promise that names them


class PauseReason(StrEnum):
    DISPUTE = "DISPUTE"  # the customer says that he does not owe it, or not so much
    COMPLAINT = "COMPLAINT"  # after-sales: first the goods or the service are put right


class PauseDunning(Command):
    """Of these receivables of the customer, or of all that he owes; to the end of the day `until`, where he is."""

    id: UUID | None = None
    customer_id: UUID
    receivable_ids: list[UUID] = Field(default=[], max_length=MOST_RECEIVABLES)
    reason: PauseReason
    note: LongStr = Field(min_length=1)
    until: date


class EndPause(Command):
    reason: LongStr = Field(min_length=1)


class PausedReceivable(View):
    """One of those that a pause or a promise is about."""

    id: UUID
    number: str


class DunningPauseView(View):
    id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    reason: PauseReason
    note: str
    until: date
    ends_at: datetime  # the local midnight after it
    whole_customer: bool  # also what he owes from now on
    running: bool
    paused_by: UUID
    paused_at: datetime
    ended_by: UUID | None  # None: it runs, or has ended by itself
    ended_at: datetime | None
    end_reason: str
    receivables: list[PausedReceivable]
    version: int


class DunningPauseEvent(Event):
    """What its events say."""

    dunning_pause_id: UUID
    number: str
    receivable_number: str  # of several the first
    collection_case_id: UUID  # the customer's
    receivable_ids: list[UUID]
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    reason: str
    until: date


class DunningPauseStarted(DunningPauseEvent):
    """Nobody is dunned for these until then."""

    subject: ClassVar[str] = "collections.dunning_pause.started.v1"
    paused_by: UUID
    note: str


class DunningPauseEnded(DunningPauseEvent):
    """Their dunning goes on: it was ended, or its last day is over."""

    subject: ClassVar[str] = "collections.dunning_pause.ended.v1"
    ended_by: UUID | None = None
