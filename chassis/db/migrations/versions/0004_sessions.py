"""For which legal entities does a person work, and since when do tokens hold?"""

import sqlalchemy as sa
from alembic import op

revision = "chassis_0004"
down_revision = "chassis_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("other_entities", sa.ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("people", sa.Column("valid_after", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "valid_after")
    op.drop_column("people", "other_entities")
