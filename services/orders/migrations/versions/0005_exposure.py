"""What were an order's approvers shown of the credit limit, and do its customer's debts count it?"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("exposure", sa.Numeric(18, 2)))
    op.add_column("orders", sa.Column("in_debts", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE orders SET in_debts = true WHERE status NOT IN ('PLACED', 'RETURNED')")
