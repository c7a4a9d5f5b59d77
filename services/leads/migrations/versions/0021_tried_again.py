"""Which leads wait in a pool and are somebody's still? Of those that were tried again while they had an owner."""

from alembic import op

revision = "leads_0021"
down_revision = "leads_0020"
branch_labels = None
depends_on = None

OWNED_STILL = """UPDATE lead_ownership o
    SET during = tstzrange(lower(o.during), greatest(lower(o.during), now())), ended_by = 'released',
        response_due_at = NULL
    FROM lead l WHERE l.id = o.lead_id AND l.status = 'POOLED' AND l.owner_id IS NULL AND upper_inf(o.during)"""
TIMED_STILL = """UPDATE lead SET warn_at = NULL, follow_up_due_at = NULL, wake_at = NULL
    WHERE status = 'POOLED' AND (warn_at IS NOT NULL OR follow_up_due_at IS NOT NULL OR wake_at IS NOT NULL)"""


def upgrade() -> None:
    op.execute(OWNED_STILL)
    op.execute(TIMED_STILL)


def downgrade() -> None:
    """What was broken stays mended."""
