"""Which customers are one?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDS, JOINED = sa.text("merged_into IS NULL"), sa.text("merged_into IS NOT NULL")
NAME, TAX = ["legal_entity_id", "name_key"], ["legal_entity_id", "tax_id"]


def upgrade() -> None:
    op.add_column("customer", sa.Column("merged_into", sa.Uuid, sa.ForeignKey("customer.id")))
    op.drop_index("customer_name", "customer")
    op.drop_index("customer_tax_id", "customer")
    op.create_index("customer_name", "customer", NAME, unique=True, postgresql_where=STANDS)
    has_tax_id = sa.text("tax_id IS NOT NULL AND merged_into IS NULL")
    op.create_index("customer_tax_id", "customer", TAX, unique=True, postgresql_where=has_tax_id)
    op.create_index("customer_named", "customer", NAME)
    op.create_index("customer_taxed", "customer", TAX, postgresql_where=sa.text("tax_id IS NOT NULL"))
    op.create_index("customer_joined", "customer", ["merged_into"], postgresql_where=JOINED)
    _merges()
    op.create_table(
        "customer_apart",
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), primary_key=True),
        sa.Column("other_id", sa.Uuid, sa.ForeignKey("customer.id"), primary_key=True, index=True),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def _merges() -> None:
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("into_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("taken", JSONB, nullable=False),
        sa.Column("into_owner_id", sa.Uuid),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("followers", JSONB, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.Uuid),
        sa.Column("undone_by_name", sa.String),
        sa.Column("undone_at", MOMENT),
    )
    stands = sa.text("undone_at IS NULL")
    op.create_index("customer_merge_stands", "customer_merge", ["customer_id"], unique=True, postgresql_where=stands)
    op.create_index("customer_merge_into", "customer_merge", ["into_id", "at"])
    op.create_index("customer_merge_of", "customer_merge", ["customer_id", "at"])


def downgrade() -> None:
    """Customers that were joined keep their rows under their names; where the other took the name, this fails."""
    for table in ("customer_apart", "customer_merge"):
        op.drop_table(table)
    for index in ("customer_joined", "customer_named", "customer_taxed", "customer_tax_id", "customer_name"):
        op.drop_index(index, "customer")
    op.create_index("customer_name", "customer", NAME, unique=True)
    op.create_index("customer_tax_id", "customer", TAX, unique=True, postgresql_where=sa.text("tax_id IS NOT NULL"))
    op.drop_column("customer", "merged_into")
