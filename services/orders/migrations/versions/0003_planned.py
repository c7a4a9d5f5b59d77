"""Of which contracts does collections know the instalments?"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those that stand; of a new one it says so."""
    op.add_column("contracts", sa.Column("planned", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column("contracts", "planned", server_default=None)


def downgrade() -> None:
    op.drop_column("contracts", "planned")
