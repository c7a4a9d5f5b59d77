"""Which customers are somebody's?"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("customer_of_owner", "customer", ["owner_id", "created_at", "id"])


def downgrade() -> None:
    op.drop_index("customer_of_owner", "customer")
