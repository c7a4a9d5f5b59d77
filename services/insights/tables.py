"""What does insights keep of everything that happened?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, Column, DateTime, Index, Numeric, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from messages.former_names import payload_of, subject_of
from messages.insights.views import TimelineEvent

STAMP: Any = ARRAY(BigInteger)  # (version of the record, microseconds, place in the outbox): the newer event decides


class Table(SQLModel, registry=registry()):
    """The tables of this service only."""


def _time() -> Any:
    return DateTime(timezone=True)


class EventRow(Table, table=True):
    """One event, as it was published: by the names of its day, `view` gives it by those of today."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_of_record", "record_id", "at"),
        Index("event_of_day", "person_id", "subject", "at"),
        Index("event_by_time", "at", "event_id"),
        Index("event_mentions", "refs", postgresql_using="gin"),
    )
    event_id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=_time())
    subject: str
    kind: str
    record_id: UUID
    number: str | None = None
    version: int = Field(sa_type=BigInteger)
    data: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    by_id: UUID | None = None
    by_name: str
    person_id: UUID | None = None  # whose work it was
    refs: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))

    def view(self) -> TimelineEvent:
        same = self.model_dump(include=set(TimelineEvent.model_fields) - {"subject", "data"})
        subject = subject_of(self.subject)
        return TimelineEvent(**same, subject=subject, data=payload_of(subject, self.data))


class RecordRow(Table, table=True):
    """The state of a record, by the newest event that names it; each group of columns has its own stamp."""

    __tablename__ = "record"
    __table_args__ = (
        Index("record_state", "kind", "status"),
        Index("record_owner", "owner_id"),
        Index("record_due", "due_on", postgresql_where=text("kind = 'receivable'")),
    )
    id: UUID = Field(primary_key=True)
    service: str
    kind: str
    number: str | None = None
    title: str | None = None
    title_stamp: list[int] = Field(sa_type=STAMP)
    status: str | None = None
    status_stamp: list[int] = Field(sa_type=STAMP)
    stage: str | None = None
    stage_stamp: list[int] = Field(sa_type=STAMP)
    amount: Decimal | None = Field(default=None, sa_type=Numeric(18, 2))
    currency: str | None = Field(default=None, sa_type=CHAR(3))
    amount_stamp: list[int] = Field(sa_type=STAMP)
    due_on: date | None = None
    due_stamp: list[int] = Field(sa_type=STAMP)
    owner_id: UUID | None = None
    owner_stamp: list[int] = Field(sa_type=STAMP)
    customer_id: UUID | None = None
    legal_entity_id: str | None = None
    tz: str | None = None  # where its due date begins and ends
    history: bool | None = None
    first_at: datetime = Field(sa_type=_time())
    last_at: datetime = Field(sa_type=_time())


class NumberRow(Table, table=True):
    """Any business number, in capitals, to its record."""

    __tablename__ = "number_index"
    number: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    service: str


class LinkRow(Table, table=True):
    """Which record belongs to which; the parent is nearer to the lead."""

    __tablename__ = "link"
    __table_args__ = (Index("link_down", "parent", "child"),)
    child: UUID = Field(primary_key=True)
    parent: UUID = Field(primary_key=True)
    child_kind: str
    parent_kind: str


# The same for queries: a field of a model is typed as the value it holds, not as the column it also is.
EVENT: Any = EventRow
RECORD: Any = RecordRow
NUMBER: Any = NumberRow
LINK: Any = LinkRow
