"""Who claims which customer, was it admitted, and what has a legal entity set for its customers?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("customer", sa.Column("status", sa.String, nullable=False, server_default="ACTIVE"))
    op.add_column("customer", sa.Column("admitted_at", MOMENT))
    not_active = sa.text("status <> 'ACTIVE'")
    op.create_index("customer_not_active", "customer", ["status", "created_at", "id"], postgresql_where=not_active)
    _admissions()
    op.create_table(
        "customer_rules",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _admissions() -> None:
    op.create_table(
        "admission",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("tier", sa.String),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("prepared_by", sa.Uuid, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("conflict_with", sa.Uuid),
        sa.Column("conflict_number", sa.String),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by_rule", sa.String),
    )
    order = ["customer_id", "created_at", "id"]
    running = sa.text("status IN ('SUBMITTED', 'RETURNED')")
    op.create_index("admission_running", "admission", order, postgresql_where=running)
    op.create_index("admission_of_customer", "admission", order)
    op.create_index("admission_newest", "admission", ["created_at", "id"])


def downgrade() -> None:
    for table in ("customer_rules", "admission"):
        op.drop_table(table)
    op.drop_index("customer_not_active", "customer")
    for column in ("admitted_at", "status"):
        op.drop_column("customer", column)
