"""What is said of leads?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from messages.base import Command, View
from messages.leads.assignment import AssignmentView
from messages.matching.companies import Match
from messages.money import Money
from messages.text import Code, LongStr, SafeStr, ShortStr

Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]  # ISO 3166
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]  # far enough to count days from


class LeadStatus(StrEnum):
    POOLED = "POOLED"  # nobody's: in its public pool
    OWNED = "OWNED"  # somebody follows up; the clock runs
    NURTURED = "NURTURED"  # not yet: it sleeps until its day, with its owner or without one
    CONVERTED = "CONVERTED"
    DROPPED = "DROPPED"
    DUPLICATE = "DUPLICATE"  # linked to the lead it repeats


class FollowUpKind(StrEnum):
    """The usual ones; a pool may have set others."""

    CALL = "CALL"
    VISIT = "VISIT"
    MEETING = "MEETING"
    MESSAGE = "MESSAGE"
    NOTE = "NOTE"  # does not count as working on it


class Heat(StrEnum):
    """How much somebody wants it."""

    HOT = "HOT"
    WARM = "WARM"
    COLD = "COLD"


HEAT_WORDS = {"热": Heat.HOT, "温": Heat.WARM, "冷": Heat.COLD, "高": Heat.HOT, "中": Heat.WARM, "低": Heat.COLD}


def heat_of(said: object) -> object:
    """By its code or its word, as files have it."""
    if not isinstance(said, str):
        return said
    return HEAT_WORDS.get(said.strip(), said.strip().upper()) or None


AHeat = Annotated[Heat | None, BeforeValidator(heat_of)]


class LeadFields(Command):
    source: ShortStr
    channel: ShortStr | None = None
    activity: ShortStr | None = None  # for which it came: its number, or its code
    product_line: Code | None = None  # within which it is compared, where that has rules of its own
    external_id: ShortStr | None = None  # with the source it names the lead in the other system, once
    company: ShortStr | None = None
    contact: ShortStr | None = None
    phone: ShortStr | None = None
    email: ShortStr | None = None
    region: ShortStr | None = None
    project: ShortStr | None = None
    note: LongStr | None = None
    industry: ShortStr | None = None
    heat: AHeat = None
    planned_on: Day | None = None  # when they want to buy
    extra: dict[str, SafeStr | int | float | bool | None] = {}
    phone_region: Region | None = None  # of a phone that names no country; without it: that of the legal entity


class PostLead(LeadFields):
    id: UUID | None = None
    legal_entity_id: Code | None = None  # without it: the actor's first
    pool_id: UUID | None = None  # without it: what a seller enters is his; else the pool of its source and region


class ExplainAssignment(LeadFields):
    """A lead that might come to a pool: to whom would it go?"""


class ImportLeadRow(LeadFields):
    line: int
    legal_entity_id: Code | None = None
    converted: bool = False  # closed already in the other system: kept as history, never in a pool


class AssignLead(Command):
    owner_id: UUID


class AssignLeads(Command):
    lead_ids: list[UUID] = Field(min_length=1, max_length=500)
    owner_id: UUID


class RecordFollowUp(Command):
    id: UUID | None = None
    kind: Code  # one of those of the lead's pool
    note: LongStr = ""


class ConvertLead(Command):
    """A lead becomes a customer and an opportunity; their ids are chosen here, so that repeating it makes no second."""

    customer_id: UUID | None = None  # an existing customer; else a new one of this name
    customer_name: ShortStr | None = None
    although_others: bool = False  # the customer is somebody else's, and he knows
    project: ShortStr
    expected: Money | None = None


class DropLead(Command):
    reason: ShortStr  # one of those of the legal entity, by its code or its name
    note: LongStr = ""


class TellApart(Command):
    """A person says that this lead and the other are two."""

    other_id: UUID


class MarkDuplicate(Command):
    """A person says that this lead repeats the other; it takes back that they are two."""

    other_id: UUID


class MergeLead(Command):
    """This lead is joined to the other, which keeps all that is known of both."""

    into_id: UUID


class FindDuplicates(Command):
    company: ShortStr | None = None
    contact: ShortStr | None = None
    product_line: Code | None = None
    extra: dict[str, SafeStr | int | float | bool | None] = {}
    phone: ShortStr | None = None
    email: ShortStr | None = None
    project: ShortStr | None = None
    phone_region: Region | None = None
    legal_entity_id: Code | None = None  # whose region a phone has; without it: the actor's first
    customers_only: bool = False  # and people at customers; however many leads are alike


class DuplicateCandidate(View):
    lead_id: UUID | None = None  # either a lead
    customer_id: UUID | None = None  # or a customer
    contact_person_id: UUID | None = None  # or somebody at a customer
    number: str
    match: Match  # same is certain; of what is alike a person decides
    score: float  # 0..1
    rule: str  # which match: same phone, same company name …
    company: str | None  # masked where the actor may not see the record
    contact: str | None = None  # masked too
    fields: list[str] = []  # that are the same
    owner_name: str | None
    keeps_others: bool = False  # a lead that the actor may see, to which another may be joined


class TouchView(View):
    """One time that somebody came: the lead itself, and each that repeats it."""

    lead_id: UUID
    number: str
    source: str
    channel: str | None
    contact: str | None  # masked where the actor may not see the record
    phone: str | None
    email: str | None
    note: str | None
    at: datetime
    merged: bool  # a person joined it


class FollowUpView(View):
    id: UUID
    kind: str
    kind_label: dict[str, str] = {}
    effective: bool = True  # it set the clock back
    note: str
    by_id: UUID
    by_name: str
    at: datetime


class LeadView(View):
    id: UUID
    number: str
    status: LeadStatus
    legal_entity_id: str
    source: str
    channel: str | None
    channel_code: str = "OTHER"  # of the company's list of channels
    activity: str | None = None  # as it was said
    activity_id: UUID | None = None
    activity_name: str | None = None
    product_line: str | None = None
    external_id: str | None
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    region: str | None
    project: str | None
    note: str | None
    industry: str | None = None
    heat: Heat | None = None
    planned_on: date | None = None
    priority: int = 0
    is_key: bool = False  # with a clock of its own, and first in the queue
    in_window: bool = False  # they want to buy soon
    pool_id: UUID | None
    owner_id: UUID | None
    owner_name: str | None
    assignment: AssignmentView | None = (
        None  # by which rule it was given, and why to him; among whom: of one lead alone
    )
    duplicate_of: UUID | None
    first_response_at: datetime | None
    respond_by: datetime | None = None  # of one alone: by when its owner is to answer it, while he has not
    follow_up_due_at: datetime | None
    wake_at: datetime | None = None  # of one that sleeps
    nurture_note: str = ""
    customer_id: UUID | None
    opportunity_id: UUID | None
    drop_reason: str | None = None
    drop_label: dict[str, str] = {}
    drop_note: str = ""
    created_at: datetime
    extra: dict[str, str | int | float | bool | None]
    version: int


class LeadCount(View):
    status: LeadStatus
    pool_id: UUID | None
    count: int


class LeadCounts(View):
    """How many leads are in each state, of those the asker may see."""

    total: int
    by_status: dict[LeadStatus, int]
    by_pool: list[LeadCount]


class Claimed(View):
    lead: LeadView | None  # None: the pool is empty


class BatchItem(View):
    id: UUID
    done: bool
    rule: str | None = None
    text: str | None = None
