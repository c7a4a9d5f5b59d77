"""With how much does collections count an order among what its customer owes?

What was changed after that, and is not counted yet, is under way like an order that is not. The index from which it is
read says it too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

UNDER_WAY = """
CREATE INDEX orders_under_way ON orders (customer_id, currency)
INCLUDE (status, total, credited, in_debts,{more} exposure, placed_at, id)
WHERE status IN ('PLACED', 'CONFIRMED', 'RESERVED', 'SHIPPED', 'RECEIVED')
"""


def upgrade() -> None:
    op.add_column("orders", sa.Column("debts", sa.Numeric(18, 2)))
    op.add_column("orders", sa.Column("debts_version", sa.Integer, nullable=False, server_default="0"))
    op.drop_index("orders_under_way", "orders")
    op.execute(UNDER_WAY.format(more=" debts,"))


def downgrade() -> None:
    op.drop_index("orders_under_way", "orders")
    op.drop_column("orders", "debts_version")
    op.drop_column("orders", "debts")
    op.execute(UNDER_WAY.format(more=""))
