"""Which columns hold the keys by which names and phones are compared, and which leads did a person tell apart?

The new columns have constant defaults, so no table is rewritten. The keys of the rows that stand there are made in
batches after the migrations (`backfill.py`); `key_version` says of which rows.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "leads_0003"
down_revision = "leads_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    none: sa.Column[list[str]] = sa.Column("phone_keys", ARRAY(sa.Text), nullable=False, server_default="{}")
    op.add_column("lead", none)
    op.add_column("lead", _version())
    op.create_index("lead_phones", "lead", ["phone_keys"], postgresql_using="gin")
    op.create_table(
        "lead_apart",
        sa.Column("lead_id", sa.Uuid, nullable=False),
        sa.Column("other_id", sa.Uuid, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "other_id"),
    )
    op.create_index("ix_lead_apart_other_id", "lead_apart", ["other_id"])
    _customer()


def _customer() -> None:
    op.add_column("customer", sa.Column("number", sa.Text, nullable=False, server_default=""))
    op.add_column("customer", sa.Column("name_key", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("name_pairs", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("customer", _version())
    op.create_index("customer_key", "customer", ["legal_entity_id", "name_key"])
    op.create_index("customer_pairs", "customer", ["name_pairs"], postgresql_using="gin")
    op.create_index(
        "customer_alike", "customer", ["name_key"], postgresql_using="gin", postgresql_ops={"name_key": "gin_trgm_ops"}
    )


def _version() -> sa.Column[int]:
    return sa.Column("key_version", sa.SmallInteger, nullable=False, server_default="0")
