"""By which rules are leads given to people, whose turn was when, and who is away?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "leads_0008"
down_revision = "leads_0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("lead", sa.Column("assignment", JSONB))
    op.create_table(
        "assignment_rules",
        sa.Column("pool_id", sa.Uuid, sa.ForeignKey("pool.id"), primary_key=True),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("fallback_id", sa.Uuid),
        sa.Column("turn", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "assignment_turn",
        sa.Column("pool_id", sa.Uuid, primary_key=True),
        sa.Column("rule", sa.String, primary_key=True),
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "assignment_count",
        sa.Column("pool_id", sa.Uuid, primary_key=True),
        sa.Column("rule", sa.String, primary_key=True),
        sa.Column("given", sa.BigInteger, nullable=False),
        sa.Column("to_new", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("starts_at", TIME),
        sa.Column("ends_at", TIME),
        sa.Column("ended_at", TIME),
    )
    op.create_index("absence_of_person", "absence", ["person_id", "starts_at"])


def downgrade() -> None:
    for table in ("absence", "assignment_count", "assignment_turn", "assignment_rules"):
        op.drop_table(table)
    op.drop_column("lead", "assignment")
