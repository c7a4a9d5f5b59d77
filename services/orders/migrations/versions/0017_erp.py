"""What does an ERP say of products, stock, production and shipments?"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("products", sa.Column("erp_as_of", TIME))
    op.add_column("stock", sa.Column("counted_at", TIME))
    op.add_column("orders", sa.Column("production", sa.Text))
    op.add_column("orders", sa.Column("promised_on", sa.Date))
    op.add_column("orders", sa.Column("erp_as_of", TIME))
    op.add_column("shipments", sa.Column("reference", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "stock_moves",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        sa.Column("product_id", sa.Uuid, sa.ForeignKey("products.id"), nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("moved_at", TIME, nullable=False),
    )
    op.create_index("stock_moves_of_location", "stock_moves", ["product_id", "site", "moved_at"])


def downgrade() -> None:
    op.drop_table("stock_moves")
    op.drop_column("shipments", "reference")
    for column in ("erp_as_of", "promised_on", "production"):
        op.drop_column("orders", column)
    op.drop_column("stock", "counted_at")
    op.drop_column("products", "erp_as_of")
