"""By what are leads ordered, which are key leads, when do they want to buy, and what was corrected?

What stands in the queue keeps its points; those of a legal entity that sets weights are counted anew by the keepers.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "leads_0011"
down_revision = "leads_0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
OPEN = "status = 'POOLED' OR status = 'OWNED'"


def upgrade() -> None:
    op.add_column("lead", sa.Column("industry", sa.String))
    op.add_column("lead", sa.Column("heat", sa.String(20)))
    op.add_column("lead", sa.Column("planned_on", sa.Date))
    for name in ("has_won", "is_key", "in_window"):
        op.add_column("lead", sa.Column(name, sa.Boolean, nullable=False, server_default="false"))
    op.add_column("lead", sa.Column("window_at", TIME))
    op.add_column("lead", sa.Column("scored_version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("pool", sa.Column("clocks", JSONB, nullable=False, server_default="[]"))
    _indexes()
    _tables()


def _indexes() -> None:
    op.drop_index("lead_waiting", "lead")
    order = [sa.text(f"{name} DESC") for name in ("is_key", "in_window", "priority")]
    op.create_index(
        "lead_waiting",
        "lead",
        ["pool_id", *order, "created_at", "id"],
        postgresql_where=sa.text("status = 'POOLED'"),
    )
    window = sa.text(f"window_at IS NOT NULL AND ({OPEN})")
    op.create_index("lead_window", "lead", ["pool_id", "window_at"], postgresql_where=window)
    op.create_index("lead_scored", "lead", ["pool_id", "scored_version"], postgresql_where=sa.text(OPEN))


def _tables() -> None:
    op.create_table(
        "lead_scoring",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("weights", JSONB, nullable=False),
        sa.Column("key_leads", JSONB, nullable=False),
        sa.Column("window_days", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "lead_change",
        sa.Column("lead_id", sa.Uuid, sa.ForeignKey("lead.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "won_opportunity",
        sa.Column("opportunity_id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, nullable=False, index=True),
        sa.Column("is_won", sa.Boolean, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("won_opportunity", "lead_change", "lead_scoring"):
        op.drop_table(table)
    for index in ("lead_scored", "lead_window", "lead_waiting"):
        op.drop_index(index, "lead")
    op.create_index(
        "lead_waiting",
        "lead",
        ["pool_id", sa.text("priority DESC"), "created_at", "id"],
        postgresql_where=sa.text("status = 'POOLED'"),
    )
    op.drop_column("pool", "clocks")
    for column in ("scored_version", "window_at", "in_window", "is_key", "has_won", "planned_on", "heat", "industry"):
        op.drop_column("lead", column)
