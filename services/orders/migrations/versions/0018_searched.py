"""By what are a return and a change of an order found? (filled by `backfill.py` for those that stand there)"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("returns", "order_changes")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("search", sa.Text, nullable=False, server_default=""))
        op.execute(f"CREATE INDEX {table}_search ON {table} USING gin (search_grams(search))")


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"{table}_search", table)
        op.drop_column(table, "search")
