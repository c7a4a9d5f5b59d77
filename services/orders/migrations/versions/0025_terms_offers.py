"""Which payment terms is each customer offered, and which was that of an order without a contract?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms_offers",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("offer", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.add_column("orders", sa.Column("offer", JSONB))


def downgrade() -> None:
    op.drop_column("orders", "offer")
    op.drop_table("terms_offers")
