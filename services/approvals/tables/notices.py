"""What is remembered of notices, channels, webhook endpoints, deliveries and the links that decide?"""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import DateTime

from services.approvals.tables.base import Table as Own

metadata = Own.metadata


def _time(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


# What somebody was notified of in the app. The id derives from the occasion and the person; worded when it is read.
notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("what", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("task_id", Uuid),
    _time("created_at"),
    _time("read_at", nullable=True),
    Index("notices_of_person", "person_id", text("created_at DESC"), text("id DESC")),
    Index("notices_unread", "person_id", postgresql_where=text("read_at IS NULL")),
)

channels = Table(
    "channels",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("secret", Text),
    Column("events", ARRAY(Text), nullable=False),
    Column("digest", Text, nullable=False),  # now, hourly, daily
    Column("at_hour", Integer, nullable=False),
    Column("business_hours", Boolean, nullable=False),
    Column("one_click", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    _time("created_at"),
)

endpoints = Table(
    "endpoints",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("legal_entity_id", Text),
    Column("secret", Text, nullable=False),
    Column("old_secret", Text),
    _time("old_secret_until", nullable=True),
    Column("active", Boolean, nullable=False),
    _time("created_at"),
)

# One notice or event for one channel or endpoint: the id derives from it and the occasion. `due_at` while it waits.
# A fact of another service stands in the line of its record, `happened_at` and its place in that service's outbox.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("channel_id", Uuid, ForeignKey("channels.id")),
    Column("endpoint_id", Uuid, ForeignKey("endpoints.id")),
    Column("person_id", Uuid),
    Column("what", Text, nullable=False),
    Column("request_id", Uuid),
    Column("task_id", Uuid),
    Column("content", JSONB, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    _time("created_at"),
    _time("due_at", nullable=True),
    _time("sent_at", nullable=True),
    Column("record_id", Uuid),
    _time("happened_at", nullable=True),
    Column("sequence", BigInteger),
    Index(
        "deliveries_in_line",
        "endpoint_id",
        "record_id",
        "happened_at",
        "sequence",
        postgresql_where=text("record_id IS NOT NULL AND state IN ('WAITING', 'GIVEN_UP')"),
    ),
    Index(
        "deliveries_to_programs",
        text("created_at DESC"),
        text("id DESC"),
        postgresql_where=text("endpoint_id IS NOT NULL"),
    ),
    Index("deliveries_due", "due_at", postgresql_where=text("state = 'WAITING'")),
    Index("deliveries_of_person", "person_id", text("created_at DESC"), text("id DESC")),
    Index("deliveries_newest", text("created_at DESC"), text("id DESC")),
    Index("deliveries_given_up", text("created_at DESC"), text("id DESC"), postgresql_where=text("state = 'GIVEN_UP'")),
    Index("deliveries_lately", "channel_id", "sent_at", postgresql_where=text("state = 'SENT' AND NOT digest")),
)

# When the keeper of deliveries looks next: one row.
delivery_clock = Table(
    "delivery_clock",
    metadata,
    Column("id", Uuid, primary_key=True),
    _time("next_due_at", nullable=True),
    Column("version", Integer, nullable=False),
)

# By the hash of the token; the token itself is only in the message.
links = Table(
    "links",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("task_id", Uuid, nullable=False, index=True),
    Column("person_id", Uuid, nullable=False),
    Column("content_hash", Text, nullable=False),
    _time("made_at"),
    _time("expires_at"),
    _time("used_at", nullable=True),
    Column("verdict", Text),
)
