"""Which goods do customers send back?"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric(18, 2)
TIME = sa.DateTime(timezone=True)
LIVE = sa.text("status IN ('REQUESTED', 'RETURNED', 'APPROVED')")


def upgrade() -> None:
    op.create_table(
        "returns",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("order_number", sa.Text, nullable=False),
        sa.Column("shipment_id", sa.Uuid, sa.ForeignKey("shipments.id"), nullable=False),
        sa.Column("shipment_number", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("customer_name", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.Text, nullable=False),
        sa.Column("legal_entity_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("guidance", sa.Text, nullable=False),
        sa.Column("worth", AMOUNT, nullable=False),
        sa.Column("credited", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("countings", sa.Integer, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("received_at", TIME),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("returns_paged", "requested_at", "id"),
        sa.Index("returns_of_owner", "owner_id", "requested_at", "id"),
        sa.Index("returns_of_order", "order_id", "requested_at", "id"),
        sa.Index("returns_live", "requested_at", "id", postgresql_where=LIVE),
    )
    _lines()


def _lines() -> None:
    op.create_table(
        "return_lines",
        sa.Column("return_id", sa.Uuid, sa.ForeignKey("returns.id"), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("product_code", sa.Text, nullable=False),
        sa.Column("product_name", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("good", sa.Integer, nullable=False),
        sa.Column("scrapped", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "good >= 0 AND scrapped >= 0 AND quantity > 0 AND good + scrapped <= quantity", "no_more_came_back"
        ),
    )


def downgrade() -> None:
    op.drop_table("return_lines")
    op.drop_table("returns")
