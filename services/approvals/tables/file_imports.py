"""What is remembered of files that are brought in by clicking, and of the mappings by which they are read?"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import DateTime

from services.approvals.tables.base import Table as Own

metadata = Own.metadata

# The content goes when all its rows were brought in, or when nobody wanted it for a week.
imports = Table(
    "imports",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary),
    Column("status", Text, nullable=False),
    Column("sheet", Text),
    Column("seen", JSONB, nullable=False),  # columns, sheets, the first rows, how many there are
    Column("mapping", JSONB),
    Column("stopped", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("touched_at", DateTime(timezone=True), nullable=False),
    Index("imports_of_owner", "owner_id", text("created_at DESC"), text("id DESC")),
)

# What became of the rows, told once by its number: a second telling adds nothing.
import_batches = Table(
    "import_batches",
    metadata,
    Column("import_id", Uuid, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("invalid", Integer, nullable=False),
    Column("errors", JSONB, nullable=False),
)

import_mappings = Table(
    "import_mappings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("legal_entities", JSONB, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("mapping", JSONB, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Index("import_mappings_named", "owner_id", "kind", text("lower(name)"), unique=True),
    Index("import_mappings_of_kind", "kind", text("saved_at DESC"), text("id DESC")),
)
