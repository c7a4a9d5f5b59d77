"""Which confirmed payments were wrong, and who saw that beside who said it?"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ENTRY = ["legal_entity_id", "reference_key", "currency", "amount", "occurrence"]
DECIDED = "(status IN ('CONFIRMED', 'REJECTED')) = (decided_by IS NOT NULL)"


def upgrade() -> None:
    _payments("('CONFIRMED', 'REVERSED', 'VOIDED')", "status NOT IN ('REJECTED', 'VOIDED')")
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id"), nullable=False),
        sa.Column("to_customer_id", sa.Uuid),
        sa.Column("to_customer_name", sa.String),
        sa.Column("to_order_id", sa.Uuid),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("(kind = 'MOVE') = (to_customer_id IS NOT NULL)", "moved_to_somebody"),
        sa.CheckConstraint("status <> 'CONFIRMED' OR decided_by <> requested_by", "two_pairs_of_eyes"),
        sa.CheckConstraint(DECIDED, "decided_by_somebody"),
        sa.Index("corrections_paged", "requested_at", "id"),
        sa.Index("corrections_of_payment", "payment_id"),
        sa.Index("corrections_live", "payment_id", unique=True, postgresql_where=sa.text("status = 'REQUESTED'")),
    )


def downgrade() -> None:
    op.drop_table("corrections")
    _payments("('CONFIRMED', 'REVERSED')", "status <> 'REJECTED'")


def _payments(seen: str, stands: str) -> None:
    """A payment that was voided was confirmed once; its bank entry may be recorded again."""
    op.drop_constraint("confirmed_by_somebody", "payments")
    op.create_check_constraint("confirmed_by_somebody", "payments", f"(status IN {seen}) = (confirmed_by IS NOT NULL)")
    op.drop_index("payments_entry", "payments")
    where = sa.text(f"reference_key IS NOT NULL AND {stands}")
    op.create_index("payments_entry", "payments", ENTRY, unique=True, postgresql_where=where)
