"""May two legal entities have an order of one number, and what is found of open orders without reading the ended ones?

An order that is brought in keeps its number. What a customer has under way, and how many orders stand where, is read
from an index alone, however many orders there are.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UNDER_WAY = """
CREATE INDEX orders_under_way ON orders (customer_id, currency)
INCLUDE (status, total, credited, in_debts, exposure, placed_at, id)
WHERE status IN ('PLACED', 'CONFIRMED', 'RESERVED', 'SHIPPED', 'RECEIVED')
"""
COUNTED = """
CREATE INDEX orders_counted ON orders (status, currency) INCLUDE (total, legal_entity_id, owner_id, owner_unit)
"""


def upgrade() -> None:
    op.create_index("orders_number", "orders", ["number", "legal_entity_id"], unique=True)
    op.drop_constraint("orders_number_key", "orders", type_="unique")
    op.execute(UNDER_WAY)
    op.execute(COUNTED)
    op.execute("CREATE INDEX orders_over_limit ON orders (placed_at) WHERE exposure IS NOT NULL")


def downgrade() -> None:
    op.drop_index("orders_over_limit", "orders")
    op.drop_index("orders_counted", "orders")
    op.drop_index("orders_under_way", "orders")
    op.create_unique_constraint("orders_number_key", "orders", ["number"])
    op.drop_index("orders_number", "orders")
