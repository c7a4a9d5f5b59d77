"""Who are the members of a pool, who is new, and how much may one take?

Who sells already is new nowhere; how an ownership began is not known of those of before.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "leads_0007"
down_revision = "leads_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pool", sa.Column("product_lines", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("pool", sa.Column("members", ARRAY(sa.Uuid), nullable=False, server_default="{}"))
    op.add_column("pool", sa.Column("cool_down", sa.String))
    op.add_column("pool", sa.Column("claims_per_day", sa.Integer))
    op.add_column("pool", sa.Column("newcomer_days", sa.Integer, nullable=False, server_default="0"))
    op.add_column("pool", sa.Column("newcomer_reserve", sa.Integer, nullable=False, server_default="0"))
    op.add_column("lead_ownership", sa.Column("began_by", sa.String))
    op.create_index("lead_ownership_of_owner", "lead_ownership", ["owner_id", sa.text("lower(during)")])
    op.create_table(
        "seller_since",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("INSERT INTO seller_since (person_id, since) SELECT id, '2000-01-01T00:00:00Z' FROM people")


def downgrade() -> None:
    op.drop_table("seller_since")
    op.drop_index("lead_ownership_of_owner", "lead_ownership")
    op.drop_column("lead_ownership", "began_by")
    for column in ("newcomer_reserve", "newcomer_days", "claims_per_day", "cool_down", "members", "product_lines"):
        op.drop_column("pool", column)
