"""Who are the people at a customer, where is it, and whose was it when?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STANDS = sa.text("removed_at IS NULL")
# Whose the customers are that stand here: from when they were recorded.
KNOWN_BEFORE = sa.text(
    "INSERT INTO customer_ownership (id, customer_id, owner_id, cause, since)"
    " SELECT gen_random_uuid(), id, owner_id, 'KNOWN_BEFORE', created_at FROM customer"
)


def upgrade() -> None:
    op.create_table(
        "contact_person",
        *_of_customer(),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("department", sa.String),
        sa.Column("phones", ARRAY(sa.Text), nullable=False),
        sa.Column("emails", ARRAY(sa.Text), nullable=False),
        sa.Column("phone_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("email_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("lead_id", sa.Uuid),
        *_kept(),
    )
    _list("contact_person")
    for name, column in (("contact_person_phones", "phone_keys"), ("contact_person_emails", "email_keys")):
        op.create_index(name, "contact_person", [column], postgresql_using="gin", postgresql_where=STANDS)
    _addresses()
    _owners()


def _addresses() -> None:
    op.create_table(
        "customer_address",
        *_of_customer(),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("country", sa.String),
        sa.Column("region", sa.String),
        sa.Column("city", sa.String),
        sa.Column("street", sa.String, nullable=False),
        sa.Column("postcode", sa.String),
        sa.Column("receiver", sa.String),
        sa.Column("phone", sa.String),
        sa.Column("phone_keys", ARRAY(sa.Text), nullable=False),
        *_kept(),
    )
    _list("customer_address")


def _owners() -> None:
    op.create_table(
        "customer_ownership",
        *_of_customer(),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
    )
    op.create_index("customer_ownership_of", "customer_ownership", ["customer_id", "since", "id"])
    now = sa.text("until IS NULL")
    op.create_index("customer_ownership_now", "customer_ownership", ["customer_id"], unique=True, postgresql_where=now)
    op.execute(KNOWN_BEFORE)


def downgrade() -> None:
    for table in ("customer_ownership", "customer_address", "contact_person"):
        op.drop_table(table)


def _of_customer() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
    )


def _kept() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _list(table: str) -> None:
    op.create_index(f"{table}_of_customer", table, ["customer_id", "created_at", "id"], postgresql_where=STANDS)
