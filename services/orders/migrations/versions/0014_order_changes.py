"""How are orders to be changed after their approval, and when does the customer want the goods?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric(18, 2)
TIME = sa.DateTime(timezone=True)
OPEN = sa.text("status IN ('REQUESTED', 'RETURNED')")


def upgrade() -> None:
    op.add_column("orders", sa.Column("deliver_on", sa.Date))
    op.add_column("orders", sa.Column("open_change_id", sa.Uuid))
    op.add_column("orders", sa.Column("changes", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "order_changes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("order_number", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("customer_name", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.Text, nullable=False),
        sa.Column("legal_entity_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("guidance", sa.Text, nullable=False),
        sa.Column("obstacle", sa.Text),
        sa.Column("obstacle_params", JSONB, nullable=False),
        sa.Column("wanted", JSONB, nullable=False),
        sa.Column("difference", JSONB, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("exposure", AMOUNT),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("applied_at", TIME),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("order_changes_paged", "requested_at", "id"),
        sa.Index("order_changes_of_owner", "owner_id", "requested_at", "id"),
        sa.Index("order_changes_of_order", "order_id", "requested_at", "id"),
        sa.Index("order_changes_open", "order_id", unique=True, postgresql_where=OPEN),
    )


def downgrade() -> None:
    op.drop_table("order_changes")
    for name in ("changes", "open_change_id", "deliver_on"):
        op.drop_column("orders", name)
