"""What is said of dunning: what is due, at which levels, and what customers were written?"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.dunning.letters import LetterState
from messages.money import Money

SHARDS = 8  # of customers: one keeper each, so that all that is due at once is one message per customer


MOST_PROCESSED = 1000


class ProcessDueReceivables(Command):
    """A keeper asks: handle what is due by now (X-As-Of) in this shard."""

    limit: int = Field(default=500, ge=1, le=MOST_PROCESSED)


class ProcessedShard(View):
    """What was processed; `more` is due at once when the limit was reached."""

    reminded: int
    escalated: int
    dunned: int = 0  # customers, each by one message
    next_due_at: datetime | None
    more: bool


class ShardView(View):
    shard: int
    shard_id: UUID
    next_due_at: datetime | None
    clocks: int  # receivables whose clock runs


class DunningView(View):
    """One consolidated letter to one customer, as it was worded on its day."""

    id: UUID
    customer_id: UUID
    customer_name: str
    levels: dict[str, int]
    total: Money
    notifies: list[str]  # whom the levels name: owner, manager, finance, director, legal
    notified: list[str]  # who of them has it in his inbox
    notified_at: datetime | None
    text_zh: str
    text_en: str
    prepared_at: datetime
    letter: bool = False  # a level asks for one to the customer
    sent_at: datetime | None  # None: the letter was written, and did not go out by mail
    number: str = ""  # none of those from before letters went out
    legal_entity_id: str = ""
    letter_state: LetterState = LetterState.NOT_ASKED
    letter_reason: str = ""  # why it did not go out: a code of ours, or what the mail server said last
    posted_on: date | None = None
    posted_by: UUID | None = None


class DunningPrepared(Event):
    """One consolidated letter to one customer about all that reached a dunning level at once; where its level asks for
    it, it goes out: letter_sent."""

    subject: ClassVar[str] = "collections.dunning.prepared.v1"
    dunning_id: UUID
    customer_id: UUID
    levels: dict[str, int]  # receivable number -> level
    total: Money
    notifies: list[str] = []  # owner, manager, finance, director, legal
    letter: bool = False  # it is to go to the customer


class ShardDeadlineMoved(Event):
    """The nearest deadline of a shard is earlier than before: its keeper wakes up."""

    subject: ClassVar[str] = "collections.shard.deadline_moved.v1"
    shard_id: UUID
    shard: int
    next_due_at: datetime
