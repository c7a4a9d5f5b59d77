"""What is said of the rules by which leads are given to people, and of why somebody was chosen?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import ShortStr

# Which leads: of each attribute one of its values; none named = any that is known.
When = dict[ShortStr, list[ShortStr]]


class Method(StrEnum):
    ROUND_ROBIN = "ROUND_ROBIN"  # whose turn is longest ago
    FEWEST = "FEWEST"  # who holds the fewest leads of the pool


class AssignmentRuleRow(Command):
    """A rule of a pool; of several the first that fits counts."""

    name: ShortStr
    when: When = {}
    method: Method = Method.ROUND_ROBIN
    people: list[UUID] = Field(default=[], max_length=200)  # empty = all members of the pool
    newcomer_share: int = Field(default=0, ge=0, le=100)  # of a hundred leads so many go to new people


class SetAssignmentRules(Command):
    """All of a pool's, in their order. Whom no rule or nobody takes goes to the fallback; without one it waits."""

    rules: list[AssignmentRuleRow] = Field(max_length=50)
    fallback_id: UUID | None = None


class AssignmentRulesView(View):
    pool_id: UUID
    rules: list[AssignmentRuleRow]
    fallback_id: UUID | None
    fallback_name: str | None
    people: dict[str, str]  # what those are called whom the rules name
    version: int
    changed_at: datetime | None


class CandidateView(View):
    """Somebody among whom was chosen; `why_not`: a code of the texts."""

    person_id: UUID
    name: str
    held: int
    last_turn: int  # 0: none yet
    is_new: bool = False
    why_not: str | None = None


class AssignmentView(View):
    """Why this lead went where it went."""

    pool_id: UUID
    rule: str | None  # None: no rule fitted
    method: Method | None
    for_newcomers: bool = False  # it was their turn
    fallback: bool = False  # nobody else could be given it
    person_id: UUID | None  # None: it waits in the pool
    person_name: str | None
    candidates: list[CandidateView]
    version: int  # of the rules


class DistributeWaiting(Command):
    """Give what waits in a pool by its rules, the first so many."""

    limit: int = Field(default=100, ge=1, le=200)


class DistributedLead(View):
    lead_id: UUID
    number: str
    owner_id: UUID | None
    owner_name: str | None
    rule: str | None
    fallback: bool


class AssignmentRulesSet(Event):
    subject: ClassVar[str] = "leads.assignment_rules.set.v1"
    assignment_rules_id: UUID
    pool_id: UUID
    pool: str
    rules: list[str]
    by_id: UUID


class LeadsUnassigned(Event):
    """So many leads of a pool fitted no rule, or nobody could be given them: they wait there."""

    subject: ClassVar[str] = "leads.pool.unassigned.v1"
    pool_id: UUID
    name: str
    leads: int
    mentions: list[UUID] = []  # who keeps the pool
