"""When is an instalment due, where that is more than so many days, and for how long does less settle it?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What stands there is due after its days, as before."""
    for table in ("instalments", "receivables"):
        op.add_column(table, sa.Column("timing", JSONB(none_as_null=True), nullable=True))
    op.add_column("receivables", sa.Column("discount_until", sa.Date, nullable=True))


def downgrade() -> None:
    op.drop_column("receivables", "discount_until")
    for table in ("instalments", "receivables"):
        op.drop_column(table, "timing")
