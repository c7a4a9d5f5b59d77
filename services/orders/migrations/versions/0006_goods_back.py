"""Did the goods of an order come back, and to which legal entity does a product belong?"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Where all contracts are of one legal entity, so are the products; else a product is of the whole house.
ONE_HOUSE = (
    "UPDATE products SET legal_entity_id = (SELECT min(legal_entity_id) FROM contracts)"
    " WHERE (SELECT count(DISTINCT legal_entity_id) FROM contracts) = 1"
)


def upgrade() -> None:
    op.add_column("orders", sa.Column("goods_back_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("products", sa.Column("legal_entity_id", sa.Text, nullable=True))
    op.execute(ONE_HOUSE)


def downgrade() -> None:
    op.drop_column("products", "legal_entity_id")
    op.drop_column("orders", "goods_back_at")
