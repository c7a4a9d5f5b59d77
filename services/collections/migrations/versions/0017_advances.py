"""What becomes of money on account when its customer owes again?"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advance_policies",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("use", sa.String(16), nullable=False),
        sa.Column("set_by", sa.Uuid),
        sa.Column("set_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "payments_on_account", "payments", ["customer_id"],
        postgresql_where=sa.text("status IN ('CONFIRMED', 'REVERSED') AND allocated + refunded < amount"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("payments_on_account", "payments")
    op.drop_table("advance_policies")
