"""Which changes of what orders cost are in their accounts, and as of which version have they left, or arrived?"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COUNTS = ("changes", "shipped_version", "received_version")


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("order_accounts", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column("receivables", sa.Column("goods_since", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("receivables", "goods_since")
    for name in reversed(COUNTS):
        op.drop_column("order_accounts", name)
