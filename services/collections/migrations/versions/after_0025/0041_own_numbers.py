"""Which payments came by a file, with numbers of their own, and how are the orders and receivables found that they pay?

An own number is one of its legal entity: another may have the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0036"
branch_labels = None
depends_on = None

WAITING = sa.text("source IS NOT NULL AND status = 'RECORDED'")


def upgrade() -> None:
    op.add_column("payments", sa.Column("source", sa.String))
    op.create_index("payments_imported", "payments", ["source"], postgresql_where=WAITING)
    op.create_index("payments_number", "payments", ["number", "legal_entity_id"], unique=True)
    op.drop_constraint("payments_number_key", "payments", type_="unique")
    op.create_index("order_accounts_number", "order_accounts", ["legal_entity_id", "number"])
    op.create_index("receivables_number", "receivables", ["legal_entity_id", "number"])


def downgrade() -> None:
    op.drop_index("receivables_number", "receivables")
    op.drop_index("order_accounts_number", "order_accounts")
    op.create_unique_constraint("payments_number_key", "payments", ["number"])
    op.drop_index("payments_number", "payments")
    op.drop_index("payments_imported", "payments")
    op.drop_column("payments", "source")
