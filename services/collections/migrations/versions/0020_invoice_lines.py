"""Which lines have orders and invoices, and who reversed one, when?

Of what stands nobody said the lines: an order has one, of the whole of it, and so has each of its invoices; their tax
is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric(18, 2)
ADDS_UP = "net + tax = total"


def upgrade() -> None:
    op.add_column("invoices", sa.Column("tax", AMOUNT))
    op.add_column("invoices", sa.Column("reversed_by", sa.Uuid))
    op.add_column("invoices", sa.Column("reversed_at", sa.DateTime(timezone=True)))
    op.create_table(
        "billable_lines",
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("order_accounts.order_id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        *_of_the_order(),
        sa.Column("tax", AMOUNT, nullable=False),
        sa.Column("total", AMOUNT, nullable=False),
    )
    op.create_table(
        "invoice_lines",
        sa.Column("invoice_id", sa.Uuid, sa.ForeignKey("invoices.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("order_accounts.order_id"), nullable=False),
        sa.Column("order_position", sa.Integer, nullable=False),
        *_of_the_order(),
        sa.Column("unit_price", sa.Numeric(18, 4)),
        sa.Column("net", AMOUNT, nullable=False),
        sa.Column("tax", AMOUNT, nullable=False),
        sa.Column("total", AMOUNT, nullable=False),
        sa.CheckConstraint(f"{ADDS_UP} AND total > 0 AND tax >= 0", "invoice_line_adds_up"),
        sa.Index("invoice_lines_of_order", "order_id", "order_position"),
    )
    op.execute(
        "INSERT INTO billable_lines (order_id, position, description, product_code, tax, total)"
        " SELECT order_id, 1, number, '', 0, amount FROM order_accounts WHERE confirmed_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO invoice_lines"
        " (invoice_id, position, order_id, order_position, description, product_code, net, tax, total)"
        " SELECT i.id, 1, i.order_id, 1, a.number, '', i.amount, 0, i.amount"
        " FROM invoices i JOIN order_accounts a ON a.order_id = i.order_id"
    )


def downgrade() -> None:
    op.drop_table("invoice_lines")
    op.drop_table("billable_lines")
    for name in ("reversed_at", "reversed_by", "tax"):
        op.drop_column("invoices", name)


def _of_the_order() -> list[sa.Column[object]]:
    return [
        sa.Column("description", sa.String, nullable=False),
        sa.Column("product_code", sa.String, nullable=False),
        sa.Column("charge", sa.String),
        sa.Column("quantity", sa.Integer),
        sa.Column("tax_rate", sa.Numeric(5, 2)),
    ]
