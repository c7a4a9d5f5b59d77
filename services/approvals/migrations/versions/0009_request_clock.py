"""When does the keeper look at a request that no process asked for?"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Of the requests that stand: the next bell of the open steps; 30 days after it was returned.
STANDING = """
UPDATE requests r SET next_at = CASE r.state WHEN 'RETURNED' THEN r.settled_at + interval '30 days' ELSE (
  SELECT min((s.bells -> s.rung ->> 'at')::timestamptz) FROM steps s
  WHERE s.request_id = r.id AND s.live AND s.settled_at IS NULL AND s.rung < jsonb_array_length(s.bells)) END
WHERE r.process_id IS NULL AND r.state IN ('PENDING', 'RETURNED')
"""


def upgrade() -> None:
    op.add_column("requests", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(STANDING)
    op.create_index("requests_clock", "requests", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_table(
        "request_clock",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("request_clock")
    op.drop_index("requests_clock", "requests")
    op.drop_column("requests", "next_at")
