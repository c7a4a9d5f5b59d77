"""What are the first tables of orders?"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric(18, 2)
CURRENCY = sa.CHAR(3)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _contracts()
    _credits()
    _customers()
    _products()
    _contract_lines()
    _orders()
    _orders_indexes()
    _stock()
    _order_lines()
    _reservations()
    _shipments()
    _shipment_lines()


def downgrade() -> None:
    for table in (
        "shipment_lines",
        "shipments",
        "reservations",
        "order_lines",
        "stock",
        "orders",
        "contract_lines",
        "products",
        "customers",
        "credits",
        "contracts",
    ):
        op.drop_table(table)


def _contracts() -> None:
    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("effective", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_unit", sa.Text(), nullable=False),
        sa.Column("legal_entity_id", sa.Text(), nullable=False),
        sa.Column("total", AMOUNT, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("instalments", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _credits() -> None:
    op.create_table(
        "credits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("owed", AMOUNT, nullable=False),
        sa.Column("limit", AMOUNT, nullable=True),
        sa.Column("oldest_days_late", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_credits_customer_id", "credits", ["customer_id"])


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("price", AMOUNT, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )


def _contract_lines() -> None:
    op.create_table(
        "contract_lines",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", AMOUNT, nullable=False),
        sa.Column("called_off", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= called_off AND called_off <= quantity", name="call_off_within_contract"),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"]),
        sa.PrimaryKeyConstraint("contract_id", "line"),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("contract_number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_unit", sa.Text(), nullable=False),
        sa.Column("legal_entity_id", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("total", AMOUNT, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("ship_to", sa.Text(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("placed_at", TIME, nullable=False),
        sa.Column("waiting_since", TIME, nullable=True),
        sa.Column("completed_at", TIME, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )


def _orders_indexes() -> None:
    op.create_index("orders_newest", "orders", ["placed_at", "id"])
    op.create_index("orders_of_contract", "orders", ["contract_id"])
    op.create_index("orders_of_customer", "orders", ["customer_id", "placed_at", "id"])
    op.create_index("orders_of_owner", "orders", ["owner_id", "placed_at", "id"])
    op.create_index("orders_of_unit", "orders", ["owner_unit"], postgresql_ops={"owner_unit": "text_pattern_ops"})
    op.create_index(
        "orders_open",
        "orders",
        ["placed_at", "id"],
        postgresql_where=sa.text("status NOT IN ('COMPLETED', 'CANCELLED')"),
    )
    op.create_index(
        "orders_waiting", "orders", ["placed_at", "id"], postgresql_where=sa.text("waiting_since IS NOT NULL")
    )


def _stock() -> None:
    op.create_table(
        "stock",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= reserved AND reserved <= on_hand", name="stock_promised_is_there"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
        ),
        sa.PrimaryKeyConstraint("product_id", "site"),
    )


def _order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("contract_line", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", AMOUNT, nullable=False),
        sa.Column("contract_price", AMOUNT, nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= received AND received <= shipped", name="received_was_shipped"),
        sa.CheckConstraint("reserved >= 0 AND reserved + shipped <= quantity", name="no_more_than_ordered"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
        ),
        sa.PrimaryKeyConstraint("order_id", "line"),
    )
    op.create_index("order_lines_of_product", "order_lines", ["product_id"])


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="reservation_not_negative"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("order_id", "product_id", "site"),
    )


def _shipments() -> None:
    op.create_table(
        "shipments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("shipments_of_order", "shipments", ["order_id", "sent_at", "id"])


def _shipment_lines() -> None:
    op.create_table(
        "shipment_lines",
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_line", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"],
            ["shipments.id"],
        ),
        sa.PrimaryKeyConstraint("shipment_id", "order_line", "site"),
    )
