"""To whom was which invoice mailed, and did it leave?"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoice_mails",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("invoice_id", sa.Uuid, sa.ForeignKey("invoices.id"), nullable=False),
        sa.Column("document", sa.String(16), nullable=False),
        sa.Column("mailed_to", sa.String, nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("mailed_at", sa.DateTime(timezone=True)),
        sa.Index("invoice_mails_due", "due_at", postgresql_where=sa.text("status = 'WAITING'")),
        sa.Index("invoice_mails_of_invoice", "invoice_id", "requested_at"),
    )


def downgrade() -> None:
    op.drop_table("invoice_mails")
