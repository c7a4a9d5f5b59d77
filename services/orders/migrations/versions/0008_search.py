"""By what is an order found in a list? (filled by `backfill.py` for those that stand there)"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("search", sa.Text, nullable=False, server_default=""))
    op.execute("CREATE INDEX orders_search ON orders USING gin (search_grams(search))")
    op.create_index("orders_of_status", "orders", ["status", "placed_at", "id"])


def downgrade() -> None:
    op.drop_index("orders_of_status", "orders")
    op.drop_index("orders_search", "orders")
    op.drop_column("orders", "search")
