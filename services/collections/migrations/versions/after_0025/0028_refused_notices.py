"""By which rule was nothing recorded for what a payment provider told?"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("provider_transactions", sa.Column("refused_by", sa.String, server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("provider_transactions", "refused_by")
