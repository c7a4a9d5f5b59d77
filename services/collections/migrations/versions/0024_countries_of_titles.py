"""In which country is who an invoice is made out to? What stands does not say."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("invoice_titles", "invoices"):
        op.add_column(table, sa.Column("country", sa.String(2), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("invoices", "invoice_titles"):
        op.drop_column(table, "country")
