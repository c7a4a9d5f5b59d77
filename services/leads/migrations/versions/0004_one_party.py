"""By which fields are leads compared, which did a person join, and who is known at customers?

A product line, the owner of a customer, the rules of a line and the joins are new; nothing that stands is rewritten.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "leads_0004"
down_revision = "leads_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lead", sa.Column("product_line", sa.String()))
    op.create_index("lead_of_line", "lead", ["legal_entity_id", "product_line"])
    for name, column in (("lead_repeats", "duplicate_of"), ("lead_of_customer", "customer_id")):
        op.create_index(name, "lead", [column], postgresql_where=sa.text(f"{column} IS NOT NULL"))
    op.add_column("customer", sa.Column("owner_id", sa.Uuid))
    op.create_table(
        "match_rules",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("product_line", sa.String, primary_key=True),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    _merges()
    _persons()


def _merges() -> None:
    op.create_table(
        "lead_merge",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("lead_id", sa.Uuid, sa.ForeignKey("lead.id"), nullable=False),
        sa.Column("into_id", sa.Uuid, sa.ForeignKey("lead.id"), nullable=False),
        sa.Column("taken", JSONB, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("into_owner_id", sa.Uuid),
        sa.Column("was_duplicate", sa.Boolean, nullable=False),
        sa.Column("followers", ARRAY(sa.Uuid), nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )
    standing = sa.text("undone_at IS NULL")
    op.create_index("lead_merge_stands", "lead_merge", ["lead_id"], unique=True, postgresql_where=standing)
    op.create_index("lead_merge_into", "lead_merge", ["into_id", "at"])


def _persons() -> None:
    op.create_table(
        "contact_person",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("customer_number", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("phone_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("email_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    for name, column in (("contact_person_phones", "phone_keys"), ("contact_person_emails", "email_keys")):
        op.create_index(name, "contact_person", [column], postgresql_using="gin")


def downgrade() -> None:
    for table in ("contact_person", "lead_merge", "match_rules"):
        op.drop_table(table)
    op.drop_column("customer", "owner_id")
    for index in ("lead_of_customer", "lead_repeats", "lead_of_line"):
        op.drop_index(index, "lead")
    op.drop_column("lead", "product_line")
