"""How often has the money of an order moved, as its process was told?"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_standings",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO account_standings (order_id, version) SELECT order_id, 0 FROM order_accounts")


def downgrade() -> None:
    op.drop_table("account_standings")
