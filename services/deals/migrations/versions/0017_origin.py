"""Where did a customer come from?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Of those that stand here: the lead whose conversion made it is that of its first opportunity, where it came with one.
FIRST_LEAD = sa.text(
    "UPDATE customer c SET origin = jsonb_build_object('lead_id', o.lead_id, 'department', c.owner_unit,"
    " 'recorded_by', o.owner_id) FROM (SELECT DISTINCT ON (customer_id) customer_id, lead_id, owner_id, created_at"
    " FROM opportunity WHERE lead_id IS NOT NULL ORDER BY customer_id, created_at, id) o"
    " WHERE o.customer_id = c.id AND o.created_at = c.created_at"
)


def upgrade() -> None:
    op.add_column("customer", sa.Column("origin", JSONB, nullable=False, server_default=sa.text("'{}'")))
    op.execute(FIRST_LEAD)


def downgrade() -> None:
    op.drop_column("customer", "origin")
