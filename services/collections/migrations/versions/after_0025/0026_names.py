"""Under which name is a customer known? (filled by `backfill.py` for those that are there)"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("name_key", sa.String, nullable=True))
    op.create_index("customers_named", "customers", ["legal_entity_id", "name_key"])


def downgrade() -> None:
    op.drop_index("customers_named", "customers")
    op.drop_column("customers", "name_key")
