"""Where is the risk of contracts, and why it is so?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contract", sa.Column("risk_score", sa.Integer))
    op.add_column("contract", sa.Column("risk_factors", JSONB, nullable=False, server_default="[]"))
    op.add_column("contract", sa.Column("risk_by", sa.Uuid))
    op.create_index("contract_of_customer", "contract", ["customer_id", "currency"])


def downgrade() -> None:
    op.drop_index("contract_of_customer", "contract")
    for column in ("risk_by", "risk_factors", "risk_score"):
        op.drop_column("contract", column)
