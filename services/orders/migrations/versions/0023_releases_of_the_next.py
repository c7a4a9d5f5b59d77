"""Is the next shipment of a released order its own, also where nothing else of its customer is asked?"""

from alembic import op

revision = "0023"
down_revision = "0022"
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
      AND c."limit" IS NOT NULL)
    OR EXISTS (SELECT FROM credit_standings s WHERE s.customer_id = o.customer_id AND s.on_hold){or_released},
    coalesce((SELECT k.planned FROM contracts k WHERE k.id = o.contract_id), false)
  FROM orders o LEFT JOIN order_lines n ON n.order_id = o.id WHERE o.id = wanted ORDER BY n.line;
END $$
"""
OR_RELEASED = " OR EXISTS (SELECT FROM credit_releases r WHERE r.order_id = o.id AND r.used_at IS NULL)"


def upgrade() -> None:
    op.execute(LOCKED_ORDER.format(or_released=OR_RELEASED))


def downgrade() -> None:
    op.execute(LOCKED_ORDER.format(or_released=""))
