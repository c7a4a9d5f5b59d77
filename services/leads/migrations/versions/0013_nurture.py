"""Until when does a lead sleep, and with whom?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0013"
down_revision = "leads_0012"
branch_labels = None
depends_on = None

HELD = "status = 'OWNED' OR status = 'NURTURED'"


def upgrade() -> None:
    op.add_column("lead", sa.Column("wake_at", sa.DateTime(timezone=True)))
    op.add_column("lead", sa.Column("wakes_in", sa.String(20)))
    op.add_column("lead", sa.Column("nurture_note", sa.Text, nullable=False, server_default=""))
    asleep = sa.text("wake_at IS NOT NULL")
    op.create_index("lead_asleep", "lead", ["pool_id", "wake_at"], postgresql_where=asleep)
    op.drop_index("lead_held", "lead")
    op.create_index("lead_held", "lead", ["owner_id", "pool_id"], postgresql_where=sa.text(HELD))


def downgrade() -> None:
    op.drop_index("lead_held", "lead")
    op.create_index("lead_held", "lead", ["owner_id", "pool_id"], postgresql_where=sa.text("status = 'OWNED'"))
    op.drop_index("lead_asleep", "lead")
    for column in ("nurture_note", "wakes_in", "wake_at"):
        op.drop_column("lead", column)
