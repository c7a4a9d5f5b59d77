"""What facts does the leads service tell of a lead?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from messages.base import Event
from messages.leads.leads import LeadStatus
from messages.money import Money


class LeadCaptured(Event):
    subject: ClassVar[str] = "leads.lead.captured.v1"
    lead_id: UUID
    number: str
    source: str
    channel: str | None = None
    channel_code: str | None = None  # of the company's list of channels
    activity_id: UUID | None = None
    product_line: str | None = None
    external_id: str | None = None
    pool_id: UUID | None = None
    legal_entity_id: str
    region: str | None = None
    status: LeadStatus = LeadStatus.POOLED


class LeadEdited(Event):
    """Somebody corrected what is known of it: these fields."""

    subject: ClassVar[str] = "leads.lead.edited.v1"
    lead_id: UUID
    number: str
    owner_id: UUID | None
    fields: list[str]
    by_id: UUID


class LeadDuplicateFound(Event):
    subject: ClassVar[str] = "leads.lead.duplicate_found.v1"
    lead_id: UUID
    number: str
    duplicate_of: UUID
    by_id: UUID | None = None  # None: its phone, e-mail or project said so


class LeadToldApart(Event):
    """A person said that it and the other are two; `reopened`: it had counted as the other's duplicate."""

    subject: ClassVar[str] = "leads.lead.told_apart.v1"
    lead_id: UUID
    number: str
    other_id: UUID
    by_id: UUID
    reopened: bool = False


class LeadMerged(Event):
    """A person joined it to the other, which took `taken` of it, and its owner where he came first."""

    subject: ClassVar[str] = "leads.lead.merged.v1"
    lead_id: UUID
    number: str
    into_id: UUID
    into_number: str
    by_id: UUID
    taken: list[str] = []


class LeadUnmerged(Event):
    """It was taken back: it lives again by itself."""

    subject: ClassVar[str] = "leads.lead.unmerged.v1"
    lead_id: UUID
    number: str
    into_id: UUID
    into_number: str
    by_id: UUID


class LeadClaimed(Event):
    subject: ClassVar[str] = "leads.lead.claimed.v1"
    lead_id: UUID
    number: str
    pool_id: UUID | None
    owner_id: UUID
    follow_up_due_at: datetime


class LeadAssigned(Event):
    subject: ClassVar[str] = "leads.lead.assigned.v1"
    lead_id: UUID
    number: str
    pool_id: UUID | None
    owner_id: UUID
    by_id: UUID
    follow_up_due_at: datetime
    rule: str | None = None  # of the pool, by which it was given; None: a person gave it
    fallback: bool = False  # nobody else could be given it


class LeadFollowedUp(Event):
    subject: ClassVar[str] = "leads.lead.followed_up.v1"
    lead_id: UUID
    number: str
    owner_id: UUID
    kind: str
    kind_name: dict[str, str] = {}  # as its pool calls it
    effective: bool = True  # it set the clock back
    follow_up_due_at: datetime | None


class LeadAnswered(Event):
    """Its owner answered it for the first time since it is his. `respond_by`: as its pool said; None: it said nothing.
    `first`: nobody had before him."""

    subject: ClassVar[str] = "leads.lead.answered.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    owner_id: UUID
    owned_since: datetime
    respond_by: datetime | None
    answered_at: datetime
    captured_at: datetime
    first: bool


class LateAnswerEvent(Event):
    """`respond_by`: as its pool said."""

    lead_id: UUID
    number: str
    pool_id: UUID
    owner_id: UUID
    respond_by: datetime


class LeadUnanswered(LateAnswerEvent):
    """Its owner has not answered it by the time that its pool says."""

    subject: ClassVar[str] = "leads.lead.unanswered.v1"


class LeadUnansweredEscalated(LateAnswerEvent):
    """Nor has he since he was told."""

    subject: ClassVar[str] = "leads.lead.unanswered_escalated.v1"


class LeadWarned(Event):
    """Its owner has not followed up; soon it goes back."""

    subject: ClassVar[str] = "leads.lead.warned.v1"
    lead_id: UUID
    number: str
    owner_id: UUID
    follow_up_due_at: datetime


class LeadReclaimed(Event):
    subject: ClassVar[str] = "leads.lead.reclaimed.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    former_owner_id: UUID
    due_at: datetime


class LeadReleased(Event):
    """Its owner gave it back."""

    subject: ClassVar[str] = "leads.lead.released.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    former_owner_id: UUID


class LeadNurtured(Event):
    """Not yet: it sleeps until then; `owner_id`: with whom, or nobody."""

    subject: ClassVar[str] = "leads.lead.nurtured.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    owner_id: UUID | None
    former_owner_id: UUID | None
    wake_at: datetime
    note: str = ""
    status: LeadStatus = LeadStatus.NURTURED


class LeadWoken(Event):
    """Its day has come, or somebody woke it: it is its owner's again, or waits in its pool."""

    subject: ClassVar[str] = "leads.lead.woken.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    owner_id: UUID | None
    follow_up_due_at: datetime | None
    note: str = ""  # why it slept
    status: LeadStatus


class LeadMoved(Event):
    """It waited in one pool, and waits in another now."""

    subject: ClassVar[str] = "leads.lead.moved.v1"
    lead_id: UUID
    number: str
    from_pool_id: UUID
    from_pool: str
    pool_id: UUID
    to_pool: str
    by_id: UUID
    note: str = ""


class LeadReused(Event):
    """It was dropped, and waits in its pool again, with all that is known of it."""

    subject: ClassVar[str] = "leads.lead.reused.v1"
    lead_id: UUID
    number: str
    pool_id: UUID
    by_id: UUID
    former_reason: str
    note: str = ""
    status: LeadStatus = LeadStatus.POOLED


class LeadConverted(Event):
    subject: ClassVar[str] = "leads.lead.converted.v1"
    lead_id: UUID
    number: str
    owner_id: UUID
    legal_entity_id: str
    customer_id: UUID
    customer_name: str | None  # None: the customer exists
    opportunity_id: UUID
    project: str
    region: str | None = None
    expected: Money | None = None
    contact: str | None = None  # the person of the lead, as written
    phone: str | None = None
    email: str | None = None
    phones: list[str] = []  # as they are compared
    email_key: str | None = None
    note: str | None = None
    source: str | None = None  # where it came from
    channel: str | None = None
    product_line: str | None = None
    channel_code: str | None = None
    activity_id: UUID | None = None  # for which it came, or one of the leads that repeat it


class LeadDropped(Event):
    subject: ClassVar[str] = "leads.lead.dropped.v1"
    lead_id: UUID
    number: str
    reason: str
    reason_name: dict[str, str] = {}  # as the legal entity calls it
    note: str = ""
    source: str = ""
