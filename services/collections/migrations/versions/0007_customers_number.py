"""Under which number and tax id is a customer known?"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("number", "tax_key"):
        op.add_column("customers", sa.Column(column, sa.String(), nullable=True))
        op.create_index(f"ix_customers_{column}", "customers", [column])


def downgrade() -> None:
    for column in ("tax_key", "number"):
        op.drop_index(f"ix_customers_{column}", "customers")
        op.drop_column("customers", column)
