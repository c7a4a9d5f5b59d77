"""How much is it about, that somebody has to do?"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tasks", sa.Column("amount", sa.Numeric(18, 2)))
    op.add_column("tasks", sa.Column("currency", sa.CHAR(3)))


def downgrade() -> None:
    op.drop_column("tasks", "currency")
    op.drop_column("tasks", "amount")
