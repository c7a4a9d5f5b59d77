"""Are the goods of an order asked for, and did no shipper confirm since that they are back?"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("goods_asked_for", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE orders SET goods_asked_for = true WHERE goods_requests > 0 AND goods_back_at IS NULL")


def downgrade() -> None:
    op.drop_column("orders", "goods_asked_for")
