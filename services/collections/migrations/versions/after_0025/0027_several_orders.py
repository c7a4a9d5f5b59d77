"""Which other orders are on an invoice, and is it to be reversed since one of them was cancelled?"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("other_order_ids", sa.ARRAY(sa.Uuid), server_default="{}", nullable=False))
    op.add_column("invoices", sa.Column("reversal_due_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("invoices", "reversal_due_at")
    op.drop_column("invoices", "other_order_ids")
