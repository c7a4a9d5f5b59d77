"""In which pool does a customer wait, and when does it go back?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENTS = ("followed_at", "dealt_at", "reclaim_at")


def upgrade() -> None:
    op.create_table(
        "customer_pool",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("customer_pool_code", "customer_pool", ["legal_entity_id", "code"], unique=True)
    op.add_column("customer", sa.Column("pool_id", sa.Uuid, sa.ForeignKey("customer_pool.id")))
    for name in MOMENTS:
        op.add_column("customer", sa.Column(name, sa.DateTime(timezone=True)))
    has_pool = sa.text("pool_id IS NOT NULL")
    op.create_index("customer_of_pool", "customer", ["pool_id", "owner_id"], postgresql_where=has_pool)


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE kind IN ('CUSTOMER_WARNING', 'CUSTOMER_RECLAIM')")
    op.drop_index("customer_of_pool", "customer")
    for name in (*MOMENTS, "pool_id"):
        op.drop_column("customer", name)
    op.drop_table("customer_pool")
