"""By what are customers sorted, and how far is one with each?"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WORDS = ("category", "importance", "need", "urgency", "phase", "phase_reason", "hot_reason", "hot_by_name")
MOMENTS = ("phase_since", "hot_since")


def upgrade() -> None:
    for name in WORDS:
        op.add_column("customer", sa.Column(name, sa.String))
    for name in MOMENTS:
        op.add_column("customer", sa.Column(name, MOMENT))
    order = ["created_at", "id"]
    has_phase, is_hot = sa.text("phase IS NOT NULL"), sa.text("hot_since IS NOT NULL")
    op.create_index("customer_of_phase", "customer", ["phase", *order], postgresql_where=has_phase)
    op.create_index("customer_hot", "customer", order, postgresql_where=is_hot)
    op.create_table(
        "customer_phase",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("phase", sa.String, nullable=False),
        sa.Column("former_phase", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("customer_phase_of", "customer_phase", ["customer_id", "at", "id"])


def downgrade() -> None:
    op.drop_table("customer_phase")
    for index in ("customer_hot", "customer_of_phase"):
        op.drop_index(index, "customer")
    for name in (*MOMENTS, *WORDS):
        op.drop_column("customer", name)
