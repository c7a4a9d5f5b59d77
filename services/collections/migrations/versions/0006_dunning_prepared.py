"""Which letters were only written, and which colleagues were really notified?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What stands there was told to nobody and sent to nobody: it says so from now on."""
    op.alter_column("dunning", "sent_at", new_column_name="prepared_at")
    op.alter_column("dunning", "notified", new_column_name="notifies")
    op.add_column("dunning", sa.Column("notified", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("dunning", sa.Column("notified_at", sa.DateTime(timezone=True)))
    op.add_column("dunning", sa.Column("sent_at", sa.DateTime(timezone=True)))
    op.alter_column("dunning_level_reached", "notified", new_column_name="notifies")
    op.add_column("dunning_level_reached", sa.Column("notified_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("dunning_level_reached", "notified_at")
    op.alter_column("dunning_level_reached", "notifies", new_column_name="notified")
    for column in ("sent_at", "notified_at", "notified"):
        op.drop_column("dunning", column)
    op.alter_column("dunning", "notifies", new_column_name="notified")
    op.alter_column("dunning", "prepared_at", new_column_name="sent_at")
