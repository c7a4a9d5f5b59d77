"""What is read of an order when it is locked? Its lines, whether its customer has a limit and its contract a plan."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# The second statement of the function sees what was committed by whoever held the order before.
LOCKED_ORDER = """
CREATE FUNCTION locked_order(wanted uuid)
RETURNS TABLE (the_order orders, its_line order_lines, limited boolean, planned boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM FROM orders WHERE id = wanted FOR UPDATE;
  RETURN QUERY SELECT o, n,
    EXISTS (SELECT FROM credits c WHERE c.customer_id = o.customer_id AND c.currency = o.currency
      AND c."limit" IS NOT NULL),
    coalesce((SELECT k.planned FROM contracts k WHERE k.id = o.contract_id), false)
  FROM orders o LEFT JOIN order_lines n ON n.order_id = o.id WHERE o.id = wanted ORDER BY n.line;
END $$
"""


def upgrade() -> None:
    op.execute(LOCKED_ORDER)


def downgrade() -> None:
    op.execute("DROP FUNCTION locked_order(uuid)")
