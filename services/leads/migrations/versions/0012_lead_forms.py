"""Which forms does the company put on its site, and how often were they sent from where?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "leads_0012"
down_revision = "leads_0011"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lead_form",
        sa.Column("id", sa.Uuid, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("legal_entity_id", "name", "channel")),
        *(sa.Column(name, JSONB, nullable=False) for name in ("title", "consent", "thanks")),
        *(sa.Column(name, ARRAY(sa.Text), nullable=False) for name in ("fields", "required", "sites")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("per_sender", "per_day")),
        sa.Column("activity_id", sa.Uuid),
        sa.Column("pool_id", sa.Uuid, sa.ForeignKey("pool.id")),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("minute_at", TIME),
        sa.Column("minute_count", sa.Integer, nullable=False),
        sa.Column("day_at", TIME),
        sa.Column("day_count", sa.Integer, nullable=False),
        sa.Column("last_used_at", TIME),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("lead_form_paged", "lead_form", ["created_at", "id"])
    op.create_table(
        "lead_form_sender",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("lead_form.id"), primary_key=True),
        sa.Column("hour", TIME, primary_key=True),
        sa.Column("sender", sa.String, primary_key=True),
        sa.Column("sent", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("lead_form_sender", "lead_form"):
        op.drop_table(table)
