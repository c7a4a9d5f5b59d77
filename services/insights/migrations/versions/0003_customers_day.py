"""In which time zone is a receivable due? And which of those that were paid in the act that opened them stood open?"""

import sqlalchemy as sa
from alembic import op

revision = "insights_0003"
down_revision = "insights_0002"
branch_labels = None
depends_on = None

# Opened and paid had one version and one time, and only the first was kept.
PAID_AT_ONCE = """
UPDATE record r SET status = 'PAID' WHERE kind = 'receivable' AND status = 'OPEN' AND EXISTS (
  SELECT FROM event e WHERE e.record_id = r.id AND e.subject = 'collections.receivable.paid.v1'
  AND e.version = r.status_stamp[1])"""


def upgrade() -> None:
    op.add_column("record", sa.Column("tz", sa.String(), nullable=True))
    op.execute(PAID_AT_ONCE)


def downgrade() -> None:
    op.drop_column("record", "tz")
