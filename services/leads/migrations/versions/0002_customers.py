"""Which table does leads keep what it hears of customers in?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0002"
down_revision = "leads_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("legal_entity_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
