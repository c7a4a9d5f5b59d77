"""What is remembered of the anchors of the audit chains? (append-only, triggers)"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid

from services.approvals.tables.base import Table as Own

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
