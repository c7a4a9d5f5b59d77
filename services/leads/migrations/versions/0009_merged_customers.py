"""Which customers are one?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0009"
down_revision = "leads_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("merged_into", sa.Uuid))
    op.create_index("ix_customer_merged_into", "customer", ["merged_into"])


def downgrade() -> None:
    op.drop_index("ix_customer_merged_into", "customer")
    op.drop_column("customer", "merged_into")
