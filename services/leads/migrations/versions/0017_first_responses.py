"""By when does each owner answer a lead, and when did he?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0017"
down_revision = "leads_0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TIMES = ("respond_by", "escalate_at", "response_due_at", "responded_at")


def upgrade() -> None:
    for column in ("respond_within", "escalate_after"):
        op.add_column("pool", sa.Column(column, sa.String))
    op.add_column("lead_ownership", sa.Column("pool_id", sa.Uuid))
    for column in TIMES:
        op.add_column("lead_ownership", sa.Column(column, TIME))
    op.execute("UPDATE lead_ownership o SET pool_id = l.pool_id FROM lead l WHERE l.id = o.lead_id")
    op.execute(
        "UPDATE lead_ownership o SET responded_at = f.at FROM (SELECT p.id, min(u.at) AS at FROM lead_ownership p"
        " JOIN follow_up u ON u.lead_id = p.lead_id AND u.by_id = p.owner_id AND u.effective AND u.at <@ p.during"
        " GROUP BY p.id) f WHERE f.id = o.id"
    )
    due = sa.text("response_due_at IS NOT NULL")
    op.create_index("lead_response_due", "lead_ownership", ["pool_id", "response_due_at"], postgresql_where=due)
    op.create_index("lead_ownership_of_pool", "lead_ownership", ["pool_id", sa.text("lower(during)")])


def downgrade() -> None:
    op.drop_index("lead_ownership_of_pool", "lead_ownership")
    op.drop_index("lead_response_due", "lead_ownership")
    for column in reversed(TIMES):
        op.drop_column("lead_ownership", column)
    op.drop_column("lead_ownership", "pool_id")
    for column in ("escalate_after", "respond_within"):
        op.drop_column("pool", column)
