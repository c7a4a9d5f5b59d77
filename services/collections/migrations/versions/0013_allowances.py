"""What do orders owe less, as goods did not come or went back?"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric(18, 2)


def upgrade() -> None:
    op.add_column("order_accounts", sa.Column("credited", AMOUNT, nullable=False, server_default="0"))
    condition = "credited >= 0 AND credited <= amount"
    op.create_check_constraint("credited_was_owed", "order_accounts", condition, postgresql_not_valid=True)
    op.execute("ALTER TABLE order_accounts VALIDATE CONSTRAINT credited_was_owed")
    op.create_table(
        "allowances",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("order_accounts.order_id"), nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("source_number", sa.String, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("released", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0 AND released >= 0 AND released <= amount", "allowed_something"),
        sa.Index("allowances_of_order", "order_id", "granted_at", "id"),
    )
    op.create_table(
        "allowance_parts",
        sa.Column("allowance_id", sa.Uuid, sa.ForeignKey("allowances.id"), primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), primary_key=True),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.CheckConstraint("amount > 0", "part_of_something"),
    )


def downgrade() -> None:
    op.drop_table("allowance_parts")
    op.drop_table("allowances")
    op.drop_constraint("credited_was_owed", "order_accounts")
    op.drop_column("order_accounts", "credited")
