"""Of which rows were the keys of names and projects made by today's rules?

A constant default rewrites no table; the keys of the rows that stand there are made in batches (`backfill.py`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("customer", "opportunity", "registration")


def upgrade() -> None:
    for table in TABLES:
        version = sa.Column("key_version", sa.SmallInteger, nullable=False, server_default="0")
        op.add_column(table, version)
