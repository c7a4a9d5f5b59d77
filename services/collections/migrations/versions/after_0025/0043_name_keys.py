"""In which form are the names of customers compared from now on?

Latin marks, Thai and Vietnamese forms went into it: the keys are made anew in batches after the migrations
(`backfill.py`), as of names that had none.
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE customers SET name_key = NULL WHERE version > 0")


def downgrade() -> None:
    pass
