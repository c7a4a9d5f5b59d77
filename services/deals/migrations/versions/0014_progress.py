"""Where are business types, the steps and risks of stages, facts, guidance, threads and reasons of losses?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NO_PARTS, NO_FIELDS = sa.text("'[]'"), sa.text("'{}'")


def upgrade() -> None:
    _opportunities()
    _rules()
    _progress()
    _guidance()


def _opportunities() -> None:
    op.add_column("opportunity", sa.Column("business_type", sa.String))
    op.add_column("opportunity", sa.Column("expected_close_on", sa.Date))
    op.add_column("opportunity", sa.Column("probability", sa.SmallInteger))
    op.add_column("opportunity", sa.Column("product_lines", JSONB, nullable=False, server_default=NO_PARTS))
    op.add_column("opportunity", sa.Column("lost_note", sa.String, nullable=False, server_default=""))
    op.add_column("opportunity", sa.Column("stage_since", MOMENT))
    op.add_column("opportunity", sa.Column("progressed_at", MOMENT))
    op.add_column("opportunity", sa.Column("stalled_at", MOMENT))
    op.add_column("opportunity", sa.Column("facts_version", sa.Integer, nullable=False, server_default="0"))
    # Before, nobody counted: the time that a stage allows begins with this release.
    op.execute(
        "UPDATE opportunity SET stage_since = now(), progressed_at = now() WHERE status = 'OPEN' AND NOT history"
    )
    lost = "(legal_entity_id, lost_reason) WHERE status = 'LOST'"
    op.execute(f"CREATE INDEX opportunity_lost ON opportunity {lost}")


def _rules() -> None:
    op.add_column("stage", sa.Column("business_type", sa.String, nullable=False, server_default=""))
    op.add_column("stage", sa.Column("steps", JSONB, nullable=False, server_default=NO_PARTS))
    op.add_column("stage", sa.Column("requires", JSONB, nullable=False, server_default=NO_PARTS))
    op.add_column("stage", sa.Column("risks", JSONB, nullable=False, server_default=NO_PARTS))
    op.add_column("stage", sa.Column("probability", sa.SmallInteger))
    op.add_column("stage", sa.Column("stall_after", sa.String))
    op.add_column("stage", sa.Column("escalate_after", sa.String, nullable=False, server_default="3 days"))
    op.execute(
        "ALTER TABLE stage DROP CONSTRAINT stage_pkey, ADD PRIMARY KEY (legal_entity_id, business_type, position)"
    )
    op.create_table(
        "business_type",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("label", JSONB, nullable=False),
        sa.Column("requires", JSONB, nullable=False),
        sa.Column("least_amount", sa.Numeric(18, 2)),
        sa.Column("least_currency", sa.CHAR(3)),
        sa.Column("protected_days", sa.Integer, nullable=False),
    )
    op.create_table(
        "loss_reason",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("label", JSONB, nullable=False),
    )


def _progress() -> None:
    op.create_table(
        "opportunity_change",
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_by_name", sa.String, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "opportunity_facts",
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_by_name", sa.String, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_table(
        "opportunity_step",
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), primary_key=True),
        sa.Column("stage", sa.String, primary_key=True),
        sa.Column("step", sa.String, primary_key=True),
        sa.Column("done_by", sa.Uuid, nullable=False),
        sa.Column("done_by_name", sa.String, nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
    )
    _risks()


def _risks() -> None:
    op.create_table(
        "opportunity_risk",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("risk", sa.String, nullable=False),
        sa.Column("mitigation", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.Uuid),
        sa.Column("closed_by_name", sa.String),
        sa.Column("closed_at", MOMENT),
    )
    op.create_index("opportunity_risk_once", "opportunity_risk", ["opportunity_id", "stage", "risk"], unique=True)


def _guidance() -> None:
    op.create_table(
        "guidance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("given_by", sa.Uuid, nullable=False),
        sa.Column("given_by_name", sa.String, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.Column("answer", sa.String),
        sa.Column("done_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("guidance_of_opportunity", "guidance", ["opportunity_id", "given_at", "id"])
    is_open = sa.text("status = 'OPEN'")
    op.create_index("guidance_of_owner", "guidance", ["owner_id", "due_on", "id"], postgresql_where=is_open)
    op.create_index("guidance_paged", "guidance", ["due_on", "id"])
    op.create_table(
        "opportunity_comment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id"), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("author_name", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("mentions", JSONB, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
    )
    op.create_index("opportunity_comment_of", "opportunity_comment", ["opportunity_id", "written_at", "id"])


def downgrade() -> None:
    tables = ("opportunity_comment", "guidance", "opportunity_risk", "opportunity_step", "opportunity_facts")
    for table in (*tables, "opportunity_change", "loss_reason", "business_type"):
        op.drop_table(table)
    op.execute("DELETE FROM stage WHERE business_type <> ''")
    op.execute("ALTER TABLE stage DROP CONSTRAINT stage_pkey, ADD PRIMARY KEY (legal_entity_id, position)")
    for column in ("business_type", "steps", "requires", "risks", "probability", "stall_after", "escalate_after"):
        op.drop_column("stage", column)
    op.drop_index("opportunity_lost", "opportunity")
    names = ("business_type", "expected_close_on", "probability", "product_lines", "lost_note", "stage_since")
    for column in (*names, "progressed_at", "stalled_at", "facts_version"):
        op.drop_column("opportunity", column)
