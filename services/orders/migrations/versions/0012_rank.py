"""In which order are goods made?"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TO_MAKE = sa.text("status IN ('CONFIRMED', 'RESERVED')")


def upgrade() -> None:
    op.add_column("orders", sa.Column("rank", sa.Integer, nullable=False, server_default="1000000"))
    op.create_index("orders_to_make", "orders", ["rank", "placed_at", "id"], postgresql_where=TO_MAKE)


def downgrade() -> None:
    op.drop_index("orders_to_make", "orders")
    op.drop_column("orders", "rank")
