"""How far is each customer trusted, which orders were released from it, and is that asked when an order is locked?"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LOCKED_ORDER = """
CREATE OR REPLACE FUNCTION locked_order(wanted uuid)
RETURNS TABLE (the_order orders, its_line order_lines, limited boolean, planned boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM FROM orders WHERE id = wanted FOR UPDATE;
  RETURN QUERY SELECT o, n,
    EXISTS (SELECT FROM credits c WHERE c.customer_id = o.customer_id AND c.currency = o.currency
      AND c."limit" IS NOT NULL){or_held},
    coalesce((SELECT k.planned FROM contracts k WHERE k.id = o.contract_id), false)
  FROM orders o LEFT JOIN order_lines n ON n.order_id = o.id WHERE o.id = wanted ORDER BY n.line;
END $$
"""
OR_HELD = " OR EXISTS (SELECT FROM credit_standings s WHERE s.customer_id = o.customer_id AND s.on_hold)"


def upgrade() -> None:
    op.create_table(
        "credit_standings",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("on_hold", sa.Boolean, nullable=False),
        sa.Column("hold_reason", sa.Text, nullable=False),
        sa.Column("most_days", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "credit_releases",
        sa.Column("request_id", sa.Uuid, primary_key=True),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Index("credit_releases_of_order", "order_id", postgresql_where=sa.text("used_at IS NULL")),
    )
    op.execute(LOCKED_ORDER.format(or_held=OR_HELD))


def downgrade() -> None:
    op.execute(LOCKED_ORDER.format(or_held=""))
    op.drop_table("credit_releases")
    op.drop_table("credit_standings")
