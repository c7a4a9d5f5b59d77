"""Which tables does every service have besides its own? (SQLAlchemy Core; history in `chassis/db/migrations`)"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData()


def _time(name: str, *, nullable: bool = False, default: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=func.now() if default else None)


# Every event this service has published, for ever: streams and read models are rebuilt from here. Never emptied.
# `occurred_at` is the business time (virtual when a process said so); `created_at` is the machine's.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("aggregate_type", Text, nullable=False),
    Column("aggregate_id", Text, nullable=False),
    Column("aggregate_version", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("headers", JSONB, nullable=False),
    _time("occurred_at"),
    _time("created_at", default=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _time("next_attempt_at", default=True),
    _time("published_at", nullable=True),
    _time("dead_at", nullable=True),
    Column("last_error", Text),
    Column("bulk", Boolean, nullable=False, server_default=text("false")),  # of a file's rows: people's acts go first
    Index("outbox_waiting", "bulk", "id", postgresql_where=text("published_at IS NULL")),
    Index("outbox_waiting_of_aggregate", "aggregate_id", "id", postgresql_where=text("published_at IS NULL")),
    Index("outbox_about", "aggregate_id", "id"),
)

# Which events of others were already applied, by which subscriber.
inbox = Table(
    "inbox",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    _time("received_at", default=True),
)

# Which Idempotency-Key was used by whom for what.
idempotency = Table(
    "idempotency",
    metadata,
    Column("principal", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("repeats", Integer, nullable=False, server_default="0"),
    _time("created_at", default=True),
)

# The last number given, per series, legal entity and year.
number_series = Table(
    "number_series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("legal_entity_id", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

# What this service knows of the people, from `approvals.person.changed.v1`.
people = Table(
    "people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("manager_id", Uuid),
    Column("roles", ARRAY(Text), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("tz", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("legal_entity_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("other_entities", ARRAY(Text), nullable=False, server_default="{}"),
    _time("valid_after", nullable=True),  # no token that was given before it holds any more
    Column("successor_id", Uuid),  # who got his records when he left
)

# Files by content; two records with the same content share the bytes (or the path, where kept outside).
files = Table(
    "files",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("owner_unit", Text, nullable=False),
    Column("legal_entity_id", Text, nullable=False),
    Column("content", LargeBinary),
    Column("path", Text),
    _time("created_at"),
)

# Custom fields: what `extra` of a kind of record may hold. A version is never changed, only followed by the next.
field_templates = Table(
    "field_templates",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("fields", JSONB, nullable=False),
    Column("created_by", Uuid, nullable=False),
    _time("created_at"),
)
