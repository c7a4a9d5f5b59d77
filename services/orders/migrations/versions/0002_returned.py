"""How do shipments that were taken back become returned ones?"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE shipments SET status = 'RETURNED' WHERE status = 'TAKEN_BACK'")
