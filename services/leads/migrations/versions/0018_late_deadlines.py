"""Which deadlines were kept too late, and when did each keeper look last?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0018"
down_revision = "leads_0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
CLOCKLESS = "(status = 'OWNED' AND follow_up_due_at IS NULL) OR (status = 'NURTURED' AND wake_at IS NULL)"


def upgrade() -> None:
    op.create_table(
        "pool_keeper",
        sa.Column("pool_id", sa.Uuid, primary_key=True),
        sa.Column("looked_at", TIME, nullable=False),
    )
    op.create_table(
        "late_deadline",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("pool_id", sa.Uuid, nullable=False),
        sa.Column("lead_id", sa.Uuid, nullable=False),
        sa.Column("deadline", sa.String(20), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("done_at", TIME),
        sa.Column("noted_at", TIME, nullable=False),
    )
    op.create_index("late_deadline_newest", "late_deadline", ["noted_at", "id"])
    op.create_index("lead_clockless", "lead", ["pool_id", "created_at"], postgresql_where=sa.text(CLOCKLESS))


def downgrade() -> None:
    op.drop_index("lead_clockless", "lead")
    op.drop_table("late_deadline")
    op.drop_table("pool_keeper")
