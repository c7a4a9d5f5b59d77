"""For the goods of which return is an order sent?"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("exchange_of", sa.Uuid))
    op.add_column("orders", sa.Column("exchange_number", sa.Text, nullable=False, server_default=""))
    op.create_index("orders_of_return", "orders", ["exchange_of"], postgresql_where=sa.text("exchange_of IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("orders_of_return", "orders")
    op.drop_column("orders", "exchange_number")
    op.drop_column("orders", "exchange_of")
