"""Who has the records of somebody who has left?"""

import sqlalchemy as sa
from alembic import op

revision = "chassis_0005"
down_revision = "chassis_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("successor_id", sa.Uuid, nullable=True))


def downgrade() -> None:
    op.drop_column("people", "successor_id")
