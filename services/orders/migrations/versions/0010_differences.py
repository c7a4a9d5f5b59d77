"""What of a shipment was short or damaged, and what of an order will not be delivered or came back?"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
COUNTS = {
    "order_lines": ("closed", "returned"),
    "shipment_lines": ("received", "short", "damaged", "lost", "coming_back", "returned"),
}
CHECKS = {
    ("order_lines", "no_more_than_ordered"): "reserved >= 0 AND closed >= 0"
    " AND reserved + shipped + closed <= quantity",
    ("order_lines", "returned_was_received"): "0 <= returned AND returned <= received",
    ("shipment_lines", "counted_was_sent"): "received >= 0 AND short >= 0 AND damaged >= 0"
    " AND received + short + damaged <= quantity AND 0 <= lost AND lost <= short + damaged",
    ("shipment_lines", "comes_back_once"): "coming_back >= 0 AND returned >= 0"
    " AND coming_back + returned <= quantity - short - damaged",
}


def upgrade() -> None:
    for table, columns in COUNTS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Integer, nullable=False, server_default="0"))
    op.add_column("orders", sa.Column("credited", sa.Numeric(18, 2), nullable=False, server_default="0"))
    op.add_column("orders", sa.Column("closed_reason", sa.Text, nullable=True))
    op.drop_constraint("no_more_than_ordered", "order_lines")
    for (table, name), condition in CHECKS.items():
        op.create_check_constraint(name, table, condition, postgresql_not_valid=True)
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    op.create_table(
        "shipment_differences",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("shipment_id", sa.Uuid, sa.ForeignKey("shipments.id"), nullable=False),
        sa.Column("order_line", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("noted_by", sa.Uuid, nullable=False),
        sa.Column("noted_at", TIME, nullable=False),
        sa.Column("decision", sa.String(16)),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_at", TIME),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.CheckConstraint("quantity > 0", "difference_of_something"),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", "decided_since"),
        sa.Index("shipment_differences_of_shipment", "shipment_id", "noted_at", "id"),
    )


def downgrade() -> None:
    op.drop_table("shipment_differences")
    for table, name in CHECKS:
        op.drop_constraint(name, table)
    before = "reserved >= 0 AND reserved + shipped <= quantity"
    op.create_check_constraint("no_more_than_ordered", "order_lines", before)
    op.drop_column("orders", "closed_reason")
    op.drop_column("orders", "credited")
    for table, columns in COUNTS.items():
        for column in columns:
            op.drop_column(table, column)
