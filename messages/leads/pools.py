"""What is said of public pools 公海池 and their keepers?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.follow_ups import FollowUpKindRow
from messages.text import Code, ShortStr


class DefinePool(Command):
    """A pool and its rules; defining it again under the same code changes the rules of the clocks that run."""

    id: UUID | None = None
    code: Code
    name: ShortStr
    legal_entity_id: Code
    unit: ShortStr  # org unit path; its people and those below may claim
    sources: list[ShortStr] = []  # leads of these sources come here; empty = any
    regions: list[ShortStr] = []
    follow_up_within: str = "7 days"  # a duration of messages.business_time
    warn_before: str = "1 days"
    holding_limit: int = Field(default=50, ge=1, le=10000)
    kinds: list[FollowUpKindRow] = Field(default=[], max_length=30)  # of follow-ups; empty = the usual ones


class PoolView(View):
    id: UUID
    code: str
    name: str
    legal_entity_id: str
    unit: str
    sources: list[str]
    regions: list[str]
    follow_up_within: str
    warn_before: str
    holding_limit: int
    kinds: list[FollowUpKindRow] = []
    waiting: int  # leads nobody owns
    next_due_at: datetime | None  # the nearest clock among its owned leads
    version: int


class ClaimNext(Command):
    """Claim the most promising lead that waits in this pool."""

    pool_id: UUID


class ProcessDueLeads(Command):
    """A keeper's request: process what is due by now (X-As-Of), at the most so many."""

    limit: int = Field(default=200, ge=1, le=1000)


class ProcessedPool(View):
    warned: int
    reclaimed: int
    next_due_at: datetime | None
    more: bool


class PoolDefined(Event):
    """A pool exists or its rules changed: its keeper starts, or wakes up."""

    subject: ClassVar[str] = "leads.pool.defined.v1"
    pool_id: UUID
    code: str
    name: str


class PoolDeadlineMoved(Event):
    """The pool's nearest deadline is earlier than before: its keeper wakes up."""

    subject: ClassVar[str] = "leads.pool.deadline_moved.v1"
    pool_id: UUID
    next_due_at: datetime
