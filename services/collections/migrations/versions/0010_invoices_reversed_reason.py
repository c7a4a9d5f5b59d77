"""Why was an invoice reversed?"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("reversed_reason", sa.String))


def downgrade() -> None:
    op.drop_column("invoices", "reversed_reason")
