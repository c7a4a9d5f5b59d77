"""Which credit grade has a customer?"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("grade", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("customers", "grade")
