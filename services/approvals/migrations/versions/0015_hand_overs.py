"""What has whoever left given to whom?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_overs", sa.Column("id", sa.Uuid, primary_key=True), sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("to_id", sa.Uuid, nullable=False), sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("todos", sa.Integer, nullable=False), sa.Column("records", postgresql.JSONB, nullable=False),
    )  # fmt: skip
    op.create_index("ix_hand_overs_person_id", "hand_overs", ["person_id"])


def downgrade() -> None:
    op.drop_table("hand_overs")
