"""How many entries of a statement are open is counted whenever one is decided; what is returned finds its original."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bank_statements", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.create_index("bank_entries_of_statement", "bank_entries", ["statement_id", "status"])
    op.create_index("bank_entries_of_amount", "bank_entries", ["legal_entity_id", "account_key", "amount"])


def downgrade() -> None:
    op.drop_index("bank_entries_of_amount", "bank_entries")
    op.drop_index("bank_entries_of_statement", "bank_entries")
    op.drop_column("bank_statements", "version")
