"""What does a customer call his order, what does he remark, and who of his people ordered?"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ADDED = ("purchase_order_number", "remark", "ordered_by")
STANDS = sa.text("purchase_order_number <> '' AND status <> 'CANCELLED'")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("orders", sa.Column(name, sa.Text, nullable=False, server_default=""))
    of_number = ["customer_id", "purchase_order_number"]
    op.create_index("orders_of_purchase_order", "orders", of_number, unique=True, postgresql_where=STANDS)


def downgrade() -> None:
    op.drop_index("orders_of_purchase_order", "orders")
    for name in ADDED:
        op.drop_column("orders", name)
