"""Which activities may cost more than was planned?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0015"
down_revision = "leads_0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("activity_id", sa.Uuid, sa.ForeignKey("activity.id"), nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("reason", "guidance")),
        sa.Column("is_automatic", sa.Boolean, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    waits = sa.text("status IN ('REQUESTED', 'RETURNED')")
    op.create_index("budget_waiting", "budget", ["activity_id"], unique=True, postgresql_where=waits)
    op.create_index("budget_of_activity", "budget", ["activity_id", "requested_at", "id"])
    op.create_index("budget_paged", "budget", ["requested_at", "id"])


def downgrade() -> None:
    op.drop_table("budget")
