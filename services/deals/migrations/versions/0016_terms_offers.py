"""Which payment terms is each customer offered, and which was that of a contract?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms_offer_projection",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("offer", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.add_column("contract", sa.Column("offer", JSONB))


def downgrade() -> None:
    op.drop_column("contract", "offer")
    op.drop_table("terms_offer_projection")
