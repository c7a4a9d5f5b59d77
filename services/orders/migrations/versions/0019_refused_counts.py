"""Where does the ERP count less than is promised to orders?"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stock", sa.Column("refused", sa.Integer, nullable=True))


def downgrade() -> None:
    op.drop_column("stock", "refused")
