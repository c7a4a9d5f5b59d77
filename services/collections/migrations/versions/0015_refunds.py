"""Which of a customer's money goes back to him?"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTS = "(status = 'CONFIRMED') = (confirmed_by IS NOT NULL)"
ONCE = "amount > 0 AND allocated >= 0 AND refunded >= 0 AND allocated + refunded <= amount"


def upgrade() -> None:
    op.add_column("payments", sa.Column("refunded", sa.Numeric(18, 2), nullable=False, server_default="0"))
    op.drop_constraint("allocated_once", "payments")
    op.create_check_constraint("allocated_once", "payments", ONCE)
    op.create_table(
        "refunds",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id"), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("paid_on", sa.Date),
        sa.Column("reference", sa.String),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("amount > 0", "more_than_nothing"),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> requested_by", "two_pairs_of_eyes"),
        sa.CheckConstraint(COUNTS, "confirmed_by_somebody"),
        sa.Index("refunds_paged", "requested_at", "id"),
        sa.Index("refunds_of_payment", "payment_id"),
    )


def downgrade() -> None:
    op.drop_table("refunds")
    op.drop_constraint("allocated_once", "payments")
    op.drop_column("payments", "refunded")
    once = "amount > 0 AND allocated >= 0 AND allocated <= amount"
    op.create_check_constraint("allocated_once", "payments", once)
