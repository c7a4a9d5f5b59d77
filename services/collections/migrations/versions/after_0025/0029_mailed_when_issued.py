"""Of which titles do invoices go out by themselves when they are issued?"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("invoice_titles", "invoices")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("mail_when_issued", sa.Boolean, server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "mail_when_issued")
