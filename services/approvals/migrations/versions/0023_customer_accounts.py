"""Who at a customer orders for himself, and for which customers may that be?"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("customer_id", sa.Uuid))
    op.create_index("ix_persons_customer_id", "persons", ["customer_id"])
    op.create_check_constraint(
        "customers_have_their_role", "persons", "(customer_id IS NOT NULL) = ('customer' = ANY (roles))"
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("legal_entity_id", sa.Text, nullable=False),
        sa.Column("tz", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("customers")
    op.drop_constraint("customers_have_their_role", "persons")
    op.drop_index("ix_persons_customer_id", "persons")
    op.drop_column("persons", "customer_id")
