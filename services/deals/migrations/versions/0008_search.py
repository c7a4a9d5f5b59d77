"""By what is a contract found in a list? (filled by `backfill.py` for those that stand there)"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contract", sa.Column("search", sa.String(), nullable=False, server_default=""))
    op.execute("CREATE INDEX contract_search ON contract USING gin (search_grams(search))")
    op.create_index("contract_of_status", "contract", ["status", "created_at", "id"])


def downgrade() -> None:
    op.drop_index("contract_of_status", "contract")
    op.drop_index("contract_search", "contract")
    op.drop_column("contract", "search")
