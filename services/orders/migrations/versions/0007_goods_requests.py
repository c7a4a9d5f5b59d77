"""How often were the goods of an order asked for, to cancel it?"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("goods_requests", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("orders", "goods_requests")
