"""How far does finance trust each customer?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_projection",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("grade", sa.String, nullable=False),
        sa.Column("on_hold", sa.Boolean, nullable=False),
        sa.Column("hold_reason", sa.String, nullable=False),
        sa.Column("most_days", sa.Integer),
        sa.Column("days_late", sa.Integer, nullable=False),
        sa.Column("room", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("credit_projection")
