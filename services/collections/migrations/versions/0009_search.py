"""By what are payments, invoices and receivables found in a list? (`backfill.py` fills it for those there before)"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENTS = {"payments": "recorded_at", "invoices": "requested_at", "receivables": "created_at"}


def upgrade() -> None:
    for table, moment in MOMENTS.items():
        op.add_column(table, sa.Column("search", sa.String(), nullable=False, server_default=""))
        op.execute(f"CREATE INDEX {table}_search ON {table} USING gin (search_grams(search))")
        op.create_index(f"{table}_of_status", table, ["status", moment, "id"])
        if table != "receivables":
            op.create_index(f"{table}_of_owner", table, ["owner_id", moment, "id"])


def downgrade() -> None:
    for table in MOMENTS:
        if table != "receivables":
            op.drop_index(f"{table}_of_owner", table)
        op.drop_index(f"{table}_of_status", table)
        op.drop_index(f"{table}_search", table)
        op.drop_column(table, "search")
