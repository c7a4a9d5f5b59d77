"""What does leads remember of channels 渠道, and of the keys by which other programs post leads?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from messages.leads.channels import LeadChannel
from services.leads.tables.base import Table, time_column


class LeadChannelRow(Table, table=True):
    """A channel that a legal entity has set; where it has set none, the usual ones apply."""

    __tablename__ = "lead_channel"
    legal_entity_id: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    position: int = Field(sa_type=SmallInteger)
    label: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    aliases: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))

    def row(self) -> LeadChannel:
        return LeadChannel.model_validate(self.model_dump(include={"code", "label", "aliases"}))


class ChannelKeyRow(Table, table=True):
    """Of its secret only a hash is kept. What has come by it is counted for this minute and this day."""

    __tablename__ = "channel_key"
    __table_args__ = (
        Index("channel_key_hash", "key_hash", unique=True),
        Index("channel_key_former", "former_hash", unique=True),
        Index("channel_key_paged", "created_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    legal_entity_id: str
    name: str
    channel: str
    source: str
    activity_id: UUID | None = None
    pool_id: UUID | None = Field(default=None, sa_column=Column(Uuid, ForeignKey("pool.id")))
    fields: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    per_minute: int
    per_day: int
    key_hash: str
    ends_with: str
    former_hash: str | None = None
    former_until: datetime | None = Field(default=None, sa_type=time_column())
    minute_at: datetime | None = Field(default=None, sa_type=time_column())
    minute_count: int = 0
    day_at: datetime | None = Field(default=None, sa_type=time_column())
    day_count: int = 0
    last_used_at: datetime | None = Field(default=None, sa_type=time_column())
    created_by: UUID
    created_at: datetime = Field(sa_type=time_column())
    revoked_at: datetime | None = Field(default=None, sa_type=time_column())
    version: int = 1


class LeadFormRow(Table, table=True):
    """A form on the company's site. `secret` signs what was opened; it never leaves the service."""

    __tablename__ = "lead_form"
    __table_args__ = (Index("lead_form_paged", "created_at", "id"),)
    id: UUID = Field(primary_key=True)
    legal_entity_id: str
    name: str
    channel: str
    title: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    consent: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    thanks: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    fields: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    required: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    sites: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    per_sender: int
    per_day: int
    activity_id: UUID | None = None
    pool_id: UUID | None = Field(default=None, sa_column=Column(Uuid, ForeignKey("pool.id")))
    secret: str
    minute_at: datetime | None = Field(default=None, sa_type=time_column())
    minute_count: int = 0
    day_at: datetime | None = Field(default=None, sa_type=time_column())
    day_count: int = 0
    last_used_at: datetime | None = Field(default=None, sa_type=time_column())
    created_by: UUID
    created_at: datetime = Field(sa_type=time_column())
    closed_at: datetime | None = Field(default=None, sa_type=time_column())
    version: int = 1


class FormSenderRow(Table, table=True):
    """How often one address, known by a hash, has sent a form in an hour. Gone after a day."""

    __tablename__ = "lead_form_sender"
    form_id: UUID = Field(primary_key=True, foreign_key="lead_form.id")
    hour: datetime = Field(primary_key=True, sa_type=time_column())
    sender: str = Field(primary_key=True)
    sent: int
