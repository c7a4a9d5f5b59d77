"""By what is a customer found in a list, by what its people? (filled by `backfill.py` for those that stand there)"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STANDS = {"customer": "", "contact_person": " WHERE removed_at IS NULL"}


def upgrade() -> None:
    for table, stands in STANDS.items():
        op.add_column(table, sa.Column("search", sa.String(), nullable=False, server_default=""))
        op.execute(f"CREATE INDEX {table}_search ON {table} USING gin (search_grams(search)){stands}")


def downgrade() -> None:
    for table in reversed(STANDS):
        op.drop_index(f"{table}_search", table)
        op.drop_column(table, "search")
