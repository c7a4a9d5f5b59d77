"""Which events of one kind are of one person's day, without those of other kinds?"""

from alembic import op

revision = "insights_0004"
down_revision = "insights_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("event_of_day", "event", ["person_id", "subject", "at"])
    op.drop_index("event_of_person", "event")


def downgrade() -> None:
    op.create_index("event_of_person", "event", ["person_id", "at"])
    op.drop_index("event_of_day", "event")
