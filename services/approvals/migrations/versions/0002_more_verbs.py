"""What do the verbs beside deciding need to remember?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("resume", sa.Text, nullable=True))
    op.add_column("steps", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tasks", sa.Column("terms", pg.JSONB, nullable=True))
    op.add_column("tasks", sa.Column("claimed_by", sa.Uuid, nullable=True))
    newest = [sa.text("opened_at DESC"), sa.text("id DESC")]
    copies = sa.text("kind = 'COPY'")
    op.create_index("copies_of_person", "tasks", ["person_id", *newest], postgresql_where=copies)


def downgrade() -> None:
    op.drop_index("copies_of_person", "tasks")
    op.drop_column("tasks", "claimed_by")
    op.drop_column("tasks", "terms")
    op.drop_column("steps", "nudged_at")
    op.drop_column("requests", "resume")
