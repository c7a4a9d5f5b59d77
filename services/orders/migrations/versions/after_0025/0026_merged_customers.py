"""Which customers are one?"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("merged_into", sa.Uuid))
    op.create_index("ix_customers_merged_into", "customers", ["merged_into"])


def downgrade() -> None:
    op.drop_index("ix_customers_merged_into", "customers")
    op.drop_column("customers", "merged_into")
