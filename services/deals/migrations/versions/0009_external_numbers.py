"""Under which number does the ERP know a customer?"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("external_id", sa.String))
    op.add_column("customer", sa.Column("erp_as_of", sa.DateTime(timezone=True)))
    where = sa.text("external_id IS NOT NULL")
    columns = ["legal_entity_id", "external_id"]
    op.create_index("customer_external", "customer", columns, unique=True, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("customer_external", "customer")
    op.drop_column("customer", "erp_as_of")
    op.drop_column("customer", "external_id")
