"""What is remembered of the audit chains and their anchors? (append-only, triggers)"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.approvals.tables.base import Table as Own

# One chain per request; to-dos and policies have chains of their own.
audit = Table(
    "audit",
    Own.metadata,
    Column("chain", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid),
    Column("actor_name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("params", JSONB, nullable=False),
    Column("hash", Text, nullable=False),
)

anchors = Table(
    "anchors",
    Own.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("heads", Integer, nullable=False),
    Column("root", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# The heads under an anchor: how far each chain had come.
anchored = Table(
    "anchored",
    Own.metadata,
    Column("chain", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("anchor", Integer, ForeignKey("anchors.number"), nullable=False),
    Index("heads_of_anchor", "anchor", "chain"),
)
