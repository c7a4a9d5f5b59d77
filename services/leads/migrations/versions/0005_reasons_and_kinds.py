"""Which follow-ups count in each pool, and for which reasons are leads dropped?

What was recorded keeps its kind; what was dropped keeps what somebody wrote.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "leads_0005"
down_revision = "leads_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pool", sa.Column("kinds", JSONB, nullable=False, server_default="[]"))
    op.add_column("lead", sa.Column("drop_label", JSONB, nullable=False, server_default="{}"))
    op.add_column("lead", sa.Column("drop_note", sa.Text, nullable=False, server_default=""))
    op.alter_column("follow_up", "kind", type_=sa.String(), existing_nullable=False)
    op.add_column("follow_up", sa.Column("kind_label", JSONB, nullable=False, server_default="{}"))
    op.add_column("follow_up", sa.Column("effective", sa.Boolean, nullable=False, server_default="true"))
    op.execute("UPDATE follow_up SET effective = false WHERE kind = 'NOTE'")
    op.create_table(
        "drop_reason",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("label", JSONB, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("drop_reason")
    for column in ("effective", "kind_label"):
        op.drop_column("follow_up", column)
    for column in ("drop_note", "drop_label"):
        op.drop_column("lead", column)
    op.drop_column("pool", "kinds")
