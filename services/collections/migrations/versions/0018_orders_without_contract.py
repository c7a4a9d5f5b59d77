"""Of which contract is an order? A small one has none."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("order_accounts", "contract_id", nullable=True)


def downgrade() -> None:
    op.alter_column("order_accounts", "contract_id", nullable=False)
