"""Which events came with the rows of a file, and let people's acts go first?"""

import sqlalchemy as sa
from alembic import op

revision = "chassis_0003"
down_revision = "chassis_0002"
branch_labels = None
depends_on = None

UNPUBLISHED = sa.text("published_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("bulk", sa.Boolean, nullable=False, server_default=sa.false()))
    op.drop_index("outbox_waiting", "outbox")
    op.create_index("outbox_waiting", "outbox", ["bulk", "id"], postgresql_where=UNPUBLISHED)


def downgrade() -> None:
    op.drop_index("outbox_waiting", "outbox")
    op.create_index("outbox_waiting", "outbox", ["id"], postgresql_where=UNPUBLISHED)
    op.drop_column("outbox", "bulk")
