"""Who does what for an activity by when, and which files are at it?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0014"
down_revision = "leads_0013"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "campaign_task",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("activity_id", sa.Uuid, sa.ForeignKey("activity.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("legal_entity_id", "title", "note")),
        sa.Column("executor_id", sa.Uuid, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("late_at", TIME),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("is_late", sa.Boolean, nullable=False),
        sa.Column("given_by", sa.Uuid, nullable=False),
        sa.Column("given_by_name", sa.String, nullable=False),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("done_at", TIME),
        sa.Column("done_note", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("campaign_task_of_activity", "campaign_task", ["activity_id", "due_on", "id"])
    op.create_index("campaign_task_of_executor", "campaign_task", ["executor_id", "due_on", "id"])
    op.create_index("campaign_task_paged", "campaign_task", ["due_on", "id"])
    late = sa.text("late_at IS NOT NULL")
    op.create_index("campaign_task_late", "campaign_task", ["late_at"], postgresql_where=late)
    op.create_table(
        "activity_file",
        sa.Column("activity_id", sa.Uuid, sa.ForeignKey("activity.id"), primary_key=True),
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("file_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("attached_by", sa.Uuid, nullable=False),
        sa.Column("attached_by_name", sa.String, nullable=False),
        sa.Column("attached_at", TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("activity_file", "campaign_task"):
        op.drop_table(table)
