"""What is said of public pools 公海池 and their keepers?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.follow_ups import FollowUpKindRow
from messages.leads.assignment import When
from messages.text import Code, ShortStr


class ClockRow(Command):
    """The clock of the leads that it means: key leads (`key` = yes), a source, a product line …"""

    name: ShortStr
    when: When
    follow_up_within: ShortStr
    warn_before: ShortStr


class DefinePool(Command):
    """A pool and its rules; defining it again under the same code changes the rules of the clocks that run."""

    id: UUID | None = None
    code: Code
    name: ShortStr
    legal_entity_id: Code
    unit: ShortStr  # org unit path; its people and those below may claim
    sources: list[ShortStr] = Field(default=[], max_length=500)  # leads of these sources come here; empty = any
    regions: list[ShortStr] = Field(default=[], max_length=500)
    product_lines: list[Code] = Field(default=[], max_length=500)
    members: list[UUID] = Field(default=[], max_length=500)  # who claims here; empty = the people of the unit
    follow_up_within: ShortStr = "7 days"  # a duration of messages.business_time
    warn_before: ShortStr = "1 days"
    clocks: list[ClockRow] = Field(default=[], max_length=30)  # of others; of several the first that fits
    holding_limit: int = Field(default=50, ge=1, le=10000)
    kinds: list[FollowUpKindRow] = Field(default=[], max_length=30)  # of follow-ups; empty = the usual ones
    cool_down: ShortStr | None = None  # before a former owner claims it again
    respond_within: ShortStr | None = None  # who gets a lead answers it for the first time
    escalate_after: ShortStr | None = None  # after that target his manager is told, too
    claims_per_day: int | None = Field(default=None, ge=1, le=10000)  # of one person
    newcomer_days: int = Field(default=0, ge=0, le=3650)  # so long is somebody new here
    newcomer_reserve: int = Field(default=0, ge=0, le=10000)  # of what waits, so many are for new people


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
    product_lines: list[str] = []
    members: list[UUID] = []
    cool_down: str | None = None
    respond_within: str | None = None
    escalate_after: str | None = None
    claims_per_day: int | None = None
    newcomer_days: int = 0
    newcomer_reserve: int = 0
    clocks: list[ClockRow] = []
    may_change: bool = False  # the asker keeps its rules
    may_claim: bool = False  # he is one of its members
    has_rules: bool = False  # by which what comes in is given to people
    waiting: int  # leads nobody owns
    next_due_at: datetime | None  # the nearest clock among its owned leads
    version: int


class PoolPersonView(View):
    """Somebody who claims from a pool, and what he has of it."""

    person_id: UUID
    login: str
    name: str
    unit: str
    held: int
    claimed_today: int
    is_new: bool


class MovedDeadline(View):
    """A lead whose time a change of rules moves."""

    lead_id: UUID
    number: str
    company: str | None
    owner_id: UUID
    due_at: datetime | None
    new_due_at: datetime


class AffectedPerson(View):
    """Whom a change of rules concerns: how many of his leads go back at another time, and what he has too many of."""

    person_id: UUID
    name: str
    held: int
    moved: int
    sooner: int
    soonest: datetime | None  # when the first of them goes back then
    over_limit: bool  # he keeps what he has, and gets no more
    leaves: bool  # he may claim here no longer


class PoolChange(View):
    """What a change of a pool's rules would do; nothing has changed. `leads`: the first that go back then."""

    pool_id: UUID | None  # None: the pool is new
    moved: int
    sooner: int
    people: list[AffectedPerson]
    leads: list[MovedDeadline]


class ResponseTimes(View):
    """How soon whoever got a lead of a pool since then answered it for the first time, in minutes of the clock.

    `answered`: of those with a target so many `in_time`, and so many `late`; `unanswered`: past their target, nobody
    has; `waiting`: there is time yet, or no target. `share_in_time`: per mille of those whose target has come or who
    answered before; None: of nothing.
    """

    pool_id: UUID
    since: datetime
    answered: int
    in_time: int
    late: int
    unanswered: int
    waiting: int
    share_in_time: int | None
    median: int | None
    p90: int | None
    within: dict[str, int]  # answered within so long, each counted once: "60": the first hour … "more"


class ClaimNext(Command):
    """Claim the most promising lead that waits in this pool."""

    pool_id: UUID


class ProcessDueLeads(Command):
    """A keeper's request: process what is due by now (X-As-Of), at the most so many."""

    limit: int = Field(default=200, ge=1, le=1000)


class ProcessedPool(View):
    warned: int
    reclaimed: int
    woken: int = 0
    unanswered: int = 0  # of which somebody was told that nobody has answered them
    scored: int = 0  # whose place in the queue was looked at anew
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
