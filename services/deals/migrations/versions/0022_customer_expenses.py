"""What was spent on which customer?"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "customer_expense",
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
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id")),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("amount_value", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("spent_on", sa.Date, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("prepared_by", sa.Uuid, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT),
    )
    op.create_index("customer_expense_of", "customer_expense", ["customer_id", "status", "created_at", "id"])
    op.create_index("customer_expense_newest", "customer_expense", ["created_at", "id"])
    op.create_index("customer_expense_of_owner", "customer_expense", ["owner_id", "created_at", "id"])


def downgrade() -> None:
    op.drop_table("customer_expense")
