"""What is said of contacts with customers who owe: calls, visits, mails 客户联系?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.cases.pauses import MOST_RECEIVABLES, PausedReceivable
from messages.money import Money
from messages.text import Code, LongStr, ShortStr

MOST_DAYS_BEFORE = 90
Grade = Literal["", "A", "B", "C", "D"]  # none yet, or the customer's credit grade


class ContactWay(StrEnum):
    CALL = "CALL"
    VISIT = "VISIT"
    MAIL = "MAIL"


class ContactStatus(StrEnum):
    PLANNED = "PLANNED"
    DONE = "DONE"
    DROPPED = "DROPPED"  # what it was about was settled before


class ContactOutcome(StrEnum):
    WILL_PAY = "WILL_PAY"
    PROMISED = "PROMISED"
    DISPUTED = "DISPUTED"
    CANNOT_PAY = "CANNOT_PAY"
    NOT_REACHED = "NOT_REACHED"


class SetContactRule(Command):
    """Customers of this grade are contacted so many days before something is due; without `way` they are not. A rule of
    a legal entity goes before that of all ("*")."""

    legal_entity_id: Code | Literal["*"]
    grade: Grade
    days_before: int = Field(ge=1, le=MOST_DAYS_BEFORE)
    way: ContactWay | None = None


class ContactRuleView(View):
    legal_entity_id: str  # "*": of every legal entity that has none of its own
    grade: str
    days_before: int
    way: ContactWay | None  # None: they are not contacted


class ContactResult(Command):
    """What came of it; `next_on`: when he is contacted again."""

    spoke_with: ShortStr
    outcome: ContactOutcome
    note: LongStr = ""
    next_on: date | None = None


class RecordContact(ContactResult):
    """Somebody was contacted without being asked to."""

    receivable_ids: list[UUID] = Field(min_length=1, max_length=MOST_RECEIVABLES)
    way: ContactWay


class ContactView(View):
    id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    status: ContactStatus
    way: ContactWay
    due_on: date
    owner_id: UUID | None
    spoke_with: str
    outcome: ContactOutcome | None
    note: str
    next_on: date | None
    recorded_by: UUID | None
    recorded_at: datetime | None
    receivables: list[PausedReceivable]
    version: int


class ContactEvent(Event):
    """What every event of a contact says."""

    contact_id: UUID
    number: str
    receivable_number: str  # of several the first
    collection_case_id: UUID  # the customer's
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    way: str
    receivable_ids: list[UUID]


class ContactDue(ContactEvent):
    """Its day has come: the owner contacts the customer."""

    subject: ClassVar[str] = "collections.contact.due.v1"
    due_on: date
    open: Money


class ContactRecorded(ContactEvent):
    subject: ClassVar[str] = "collections.contact.recorded.v1"
    recorded_by: UUID
    spoke_with: str
    outcome: str
    next_on: date | None = None


class ContactDropped(ContactEvent):
    """Nobody has to contact him any more: it was settled."""

    subject: ClassVar[str] = "collections.contact.dropped.v1"
