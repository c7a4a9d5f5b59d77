"""Which leads are offered to colleagues?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0015"
down_revision = "leads_0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lead_transfer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("lead_id", sa.Uuid, sa.ForeignKey("lead.id"), nullable=False),
        sa.Column("from_id", sa.Uuid, nullable=False),
        sa.Column("to_id", sa.Uuid, nullable=False),
        sa.Column("pool_id", sa.Uuid, sa.ForeignKey("pool.id"), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("asked_by", sa.Uuid, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("answered_at", TIME),
        sa.Column("version", sa.Integer, nullable=False),
    )
    asked = sa.text("status = 'ASKED'")
    op.create_index("lead_transfer_asked", "lead_transfer", ["lead_id"], unique=True, postgresql_where=asked)
    op.create_index("lead_transfer_to", "lead_transfer", ["to_id", "asked_at", "id"])
    op.create_index("lead_transfer_from", "lead_transfer", ["from_id", "asked_at", "id"])
    op.create_index("lead_transfer_of_lead", "lead_transfer", ["lead_id", "asked_at"])


def downgrade() -> None:
    op.drop_table("lead_transfer")
