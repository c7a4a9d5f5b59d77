"""By what is a lead found in a list? (filled by `backfill.py` for those that stand there)"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0019"
down_revision = "leads_0018"
branch_labels = None
depends_on = None

COLUMNS = ("search", "search_person")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("lead", sa.Column(column, sa.String(), nullable=False, server_default=""))
        op.execute(f"CREATE INDEX lead_{column} ON lead USING gin (search_grams({column}))")


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_index(f"lead_{column}", "lead")
        op.drop_column("lead", column)
