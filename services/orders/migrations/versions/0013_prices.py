"""What of an order's price is a discount, a charge or tax, how low may the price of a product go, and whose customer is
one that orders without a contract?

Nothing is filled in: a line without figures costs quantity x price, an order without pricing has none. A numeric
without bounds is the same on disk, so the prices of lines stay where they are.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AMOUNT, PERCENT = sa.Numeric(18, 2), sa.Numeric(5, 2)

# Whose a customer is was not kept: until deals says so again, it is his who has the newest contract with it.
KNOWN_CUSTOMERS = """
UPDATE customers SET owner_id = newest.owner_id, legal_entity_id = newest.legal_entity_id
FROM (SELECT DISTINCT ON (customer_id) customer_id, owner_id, legal_entity_id FROM contracts
      ORDER BY customer_id, number DESC) newest
WHERE newest.customer_id = customers.id"""


def upgrade() -> None:
    op.add_column("orders", sa.Column("pricing", JSONB, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("orders", sa.Column("tax", AMOUNT, nullable=False, server_default="0"))
    op.alter_column("order_lines", "price", type_=sa.Numeric())
    for name in ("discount", "share", "tax"):
        op.add_column("order_lines", sa.Column(name, AMOUNT, nullable=False, server_default="0"))
    for name in ("list_price", "net", "total"):
        op.add_column("order_lines", sa.Column(name, AMOUNT, nullable=True))
    op.add_column("order_lines", sa.Column("floor_price", sa.Numeric(), nullable=True))
    op.add_column("order_lines", sa.Column("discount_percent", PERCENT, nullable=True))
    op.add_column("order_lines", sa.Column("tax_rate", PERCENT, nullable=False, server_default="0"))
    op.create_check_constraint("no_negative_discount", "order_lines", "discount >= 0 AND share >= 0")
    op.add_column("products", sa.Column("tax_rate", PERCENT, nullable=False, server_default="0"))
    op.add_column("products", sa.Column("floor_price", AMOUNT, nullable=True))
    op.add_column("products", sa.Column("cost", AMOUNT, nullable=True))
    op.add_column("products", sa.Column("min_margin", PERCENT, nullable=True))
    op.add_column("products", sa.Column("below_floor", sa.Text, nullable=False, server_default="ASK"))

    _without_contracts()


def _without_contracts() -> None:
    op.add_column("orders", sa.Column("terms", JSONB, nullable=False, server_default=sa.text("'[]'")))
    op.alter_column("orders", "contract_id", nullable=True)
    op.alter_column("order_lines", "contract_line", nullable=True)
    op.alter_column("order_lines", "contract_price", nullable=True)
    op.add_column("customers", sa.Column("number", sa.Text, nullable=True))
    op.create_index("ix_customers_number", "customers", ["number"])
    op.create_index("contracts_number", "contracts", ["number"])
    op.add_column("customers", sa.Column("owner_id", sa.Uuid, nullable=True))
    op.add_column("customers", sa.Column("legal_entity_id", sa.Text, nullable=True))
    op.execute(KNOWN_CUSTOMERS)


def downgrade() -> None:
    op.drop_index("contracts_number", "contracts")
    op.drop_index("ix_customers_number", "customers")
    for name in ("legal_entity_id", "owner_id", "number"):
        op.drop_column("customers", name)
    op.alter_column("order_lines", "contract_price", nullable=False)
    op.alter_column("order_lines", "contract_line", nullable=False)
    op.alter_column("orders", "contract_id", nullable=False)
    op.drop_column("orders", "terms")
    for name in ("below_floor", "min_margin", "cost", "floor_price", "tax_rate"):
        op.drop_column("products", name)
    op.drop_constraint("no_negative_discount", "order_lines")
    for name in (
        "tax_rate", "discount_percent", "floor_price", "total", "net", "list_price", "tax", "share", "discount",
    ):  # fmt: skip
        op.drop_column("order_lines", name)
    op.alter_column("order_lines", "price", type_=AMOUNT)
    for name in ("tax", "pricing"):
        op.drop_column("orders", name)
