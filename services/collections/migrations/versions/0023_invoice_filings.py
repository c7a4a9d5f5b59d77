"""Which invoices was a provider of e-invoices asked for, under which key, and what did it answer?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'WAITING'")


def upgrade() -> None:
    op.create_table(
        "invoice_filings",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("invoice_id", sa.Uuid, sa.ForeignKey("invoices.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("request", JSONB, nullable=False),
        sa.Column("number", sa.String, unique=True),
        sa.Column("issued_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("then_reverse", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Index("invoice_filings_waiting", "invoice_id", unique=True, postgresql_where=WAITING),
        sa.Index("invoice_filings_due", "due_at", postgresql_where=WAITING),
        sa.Index("invoice_filings_of_invoice", "invoice_id", "position", unique=True),
    )


def downgrade() -> None:
    op.drop_table("invoice_filings")
