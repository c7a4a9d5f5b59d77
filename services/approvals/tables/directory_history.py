"""What is remembered of how the directory stood earlier? (rows come from triggers only)"""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.approvals.tables.base import Table as Own

# One row for each change of a person, absence, calendar, legal entity or org unit. No content: it was removed.
directory_history = Table(
    "directory_history",
    Own.metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("content", JSONB),
    Index("directory_changes", "version"),
)

# Goes up with every change of people, absences or calendars (triggers): the cached directory is as old as this says.
directory_version = Table("directory_version", Own.metadata, Column("version", Integer, primary_key=True))
