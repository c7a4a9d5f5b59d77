"""What does leads remember of leads, their identities, owners and follow-ups?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlmodel import Field

from chassis.db.search import search_index
from messages.leads.channels import OTHER
from messages.leads.handling import WakesIn
from messages.leads.leads import FollowUpView, Heat, LeadStatus
from services.leads.tables.base import Table, text_column, time_column

HELD = "status = 'OWNED' OR status = 'NURTURED'"
CLOCKLESS = "(status = 'OWNED' AND follow_up_due_at IS NULL) OR (status = 'NURTURED' AND wake_at IS NULL)"
OPEN = "status = 'POOLED' OR status = 'OWNED'"


class LeadRow(Table, table=True):
    """A lead. In a pool it belongs to the pool's unit and to nobody; its clock stands still."""

    __tablename__ = "lead"
    __table_args__ = (
        Index(
            "lead_external",
            "legal_entity_id",
            "source",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index(
            "lead_waiting",
            "pool_id",
            text("is_key DESC"),
            text("in_window DESC"),
            text("priority DESC"),
            "created_at",
            "id",
            postgresql_where=text("status = 'POOLED'"),
        ),
        Index("lead_held", "owner_id", "pool_id", postgresql_where=text(HELD)),
        Index("lead_clockless", "pool_id", "created_at", postgresql_where=text(CLOCKLESS)),
        Index("lead_asleep", "pool_id", "wake_at", postgresql_where=text("wake_at IS NOT NULL")),
        Index("lead_due", "pool_id", "follow_up_due_at", postgresql_where=text("follow_up_due_at IS NOT NULL")),
        Index("lead_warn", "pool_id", "warn_at", postgresql_where=text("warn_at IS NOT NULL")),
        Index("lead_window", "pool_id", "window_at", postgresql_where=text(f"window_at IS NOT NULL AND ({OPEN})")),
        Index("lead_scored", "pool_id", "scored_version", postgresql_where=text(OPEN)),
        Index("lead_newest", "created_at", "id"),
        Index("lead_of_owner", "owner_id", "created_at"),
        Index("lead_of_unit", "owner_unit", "created_at"),
        Index("lead_of_line", "legal_entity_id", "product_line"),
        Index("lead_of_channel", "legal_entity_id", "channel_code"),
        Index("lead_of_activity", "activity_id", postgresql_where=text("activity_id IS NOT NULL")),
        Index("lead_repeats", "duplicate_of", postgresql_where=text("duplicate_of IS NOT NULL")),
        Index("lead_of_customer", "customer_id", postgresql_where=text("customer_id IS NOT NULL")),
        Index("lead_of_opportunity", "opportunity_id", postgresql_where=text("opportunity_id IS NOT NULL")),
        Index("lead_phones", "phone_keys", postgresql_using="gin"),
        Index("lead_phone", "phone_key", postgresql_where=text("phone_key IS NOT NULL")),
        Index("lead_email", "email_key", postgresql_where=text("email_key IS NOT NULL")),
        Index("lead_company", "company_key"),  # without it, = reads all of an index whose trigrams are of no Chinese
        Index("lead_company_pairs", "company_pairs", postgresql_using="gin"),
        Index(
            "lead_company_alike",
            "company_key",
            postgresql_using="gin",
            postgresql_ops={"company_key": "gin_trgm_ops"},
        ),
        search_index("lead_search"),
        search_index("lead_search_person", "search_person"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: LeadStatus = Field(sa_type=text_column(LeadStatus))
    legal_entity_id: str
    source: str
    channel: str | None = None  # as it was said
    channel_code: str = Field(default=OTHER, sa_column_kwargs={"server_default": OTHER})  # of the company's list
    activity: str | None = None  # as it was said
    activity_id: UUID | None = None
    product_line: str | None = None
    external_id: str | None = None
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    region: str | None = None
    project: str | None = None
    note: str | None = None
    industry: str | None = None
    heat: Heat | None = Field(default=None, sa_type=text_column(Heat))
    planned_on: date | None = None
    extra: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    company_key: str | None = None
    company_pairs: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    project_key: str | None = None
    phone_key: str | None = None  # the first of them, for a service of the last release
    phone_keys: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    key_version: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    email_key: str | None = None
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})  # what it is found by
    search_person: str = Field(default="", sa_column_kwargs={"server_default": ""})  # … by who may read all of it
    priority: int = Field(default=0, sa_type=SmallInteger)
    has_won: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})  # its company bought before
    is_key: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    in_window: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    window_at: datetime | None = Field(default=None, sa_type=time_column())  # when that changes
    scored_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # of the weights; -1: anew
    pool_id: UUID = Field(foreign_key="pool.id")
    owner_id: UUID | None = None
    owner_unit: str
    assignment: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True))
    )  # by which rule it was given, and why to him
    duplicate_of: UUID | None = Field(default=None, foreign_key="lead.id")
    first_response_at: datetime | None = Field(default=None, sa_type=time_column())
    clock_from: datetime | None = Field(default=None, sa_type=time_column())  # taken, or last followed up
    warn_at: datetime | None = Field(default=None, sa_type=time_column())
    follow_up_due_at: datetime | None = Field(default=None, sa_type=time_column())
    wake_at: datetime | None = Field(default=None, sa_type=time_column())  # of one that sleeps
    wakes_in: WakesIn | None = Field(default=None, sa_type=text_column(WakesIn))
    nurture_note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    customer_id: UUID | None = None
    opportunity_id: UUID | None = None
    drop_reason: str | None = None  # its code; of those of before, what somebody wrote
    drop_label: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    drop_note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_by: UUID
    created_at: datetime = Field(sa_type=time_column())
    version: int = 1


class LeadIdentityRow(Table, table=True):
    """Which live lead holds a phone, an e-mail, a company's project. The primary key decides between two at once."""

    __tablename__ = "lead_identity"
    legal_entity_id: str = Field(primary_key=True)
    identity: str = Field(primary_key=True)
    lead_id: UUID = Field(index=True)  # no foreign key: it is claimed before the lead is written


class LeadApartRow(Table, table=True):
    """Two leads that a person told apart: they are no candidates for one another any more."""

    __tablename__ = "lead_apart"
    lead_id: UUID = Field(primary_key=True)  # the lower of the two
    other_id: UUID = Field(primary_key=True, index=True)
    by_id: UUID
    at: datetime = Field(sa_type=time_column())


class MatchRulesRow(Table, table=True):
    """Which fields make two leads of a product line the same; without a row, the usual ones."""

    __tablename__ = "match_rules"
    legal_entity_id: str = Field(primary_key=True)
    product_line: str = Field(primary_key=True)  # empty: of every line that has none of its own
    rules: list[list[str]] = Field(sa_column=Column(JSONB, nullable=False))
    changed_by: UUID
    changed_at: datetime = Field(sa_type=time_column())
    version: int


class LeadMergeRow(Table, table=True):
    """That a person joined a lead to another, and all that it takes to undo it."""

    __tablename__ = "lead_merge"
    __table_args__ = (
        Index("lead_merge_stands", "lead_id", unique=True, postgresql_where=text("undone_at IS NULL")),
        Index("lead_merge_into", "into_id", "at"),
    )
    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="lead.id")
    into_id: UUID = Field(foreign_key="lead.id")
    taken: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))  # what the other lacked, as it took it
    owner_id: UUID | None = None  # the lead's own, before
    into_owner_id: UUID | None = None  # the other's, before
    was_duplicate: bool  # it had repeated the other before
    followers: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))  # what repeated the lead before
    by_id: UUID
    at: datetime = Field(sa_type=time_column())
    undone_by: UUID | None = None
    undone_at: datetime | None = Field(default=None, sa_type=time_column())


class LeadOwnershipRow(Table, table=True):
    """Who owned a lead when. Two owners at one moment cannot be written."""

    __tablename__ = "lead_ownership"
    __table_args__ = (
        ExcludeConstraint(("lead_id", "="), ("during", "&&"), name="one_owner", using="gist"),
        Index("lead_ownership_now", "lead_id", unique=True, postgresql_where=text("upper_inf(during)")),
        Index("lead_ownership_of_owner", "owner_id", text("lower(during)")),
        Index("lead_ownership_of_pool", "pool_id", text("lower(during)")),
        Index("lead_response_due", "pool_id", "response_due_at", postgresql_where=text("response_due_at IS NOT NULL")),
    )
    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("lead.id"), nullable=False))
    owner_id: UUID
    during: Range[datetime] = Field(sa_column=Column(TSTZRANGE, nullable=False))
    began_by: str | None = None  # claimed, assigned, merged, handed_over …; of those of before nobody knows
    ended_by: str | None = None  # released, reclaimed, assigned, converted, dropped
    pool_id: UUID | None = None  # where it was then
    respond_by: datetime | None = Field(default=None, sa_type=time_column())  # as its pool said then
    escalate_at: datetime | None = Field(default=None, sa_type=time_column())
    response_due_at: datetime | None = Field(default=None, sa_type=time_column())  # when the next one is told
    responded_at: datetime | None = Field(default=None, sa_type=time_column())

    model_config = {"arbitrary_types_allowed": True}


class LeadChangeRow(Table, table=True):
    """What somebody corrected of a lead: as it was, as it is."""

    __tablename__ = "lead_change"
    lead_id: UUID = Field(primary_key=True, foreign_key="lead.id")
    version: int = Field(primary_key=True)
    changes: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    by_id: UUID
    by_name: str
    at: datetime = Field(sa_type=time_column())


class FollowUpRow(Table, table=True):
    """What was done about a lead."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("follow_up_of_lead", "lead_id", "at", "id"),)
    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="lead.id")
    kind: str
    kind_label: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    effective: bool = True
    note: str
    by_id: UUID
    by_name: str
    at: datetime = Field(sa_type=time_column())

    def view(self) -> FollowUpView:
        return FollowUpView(**self.model_dump(exclude={"lead_id"}))
