"""What does the leads service's database begin with?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, ExcludeConstraint

revision = "leads_0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TEXT = sa.String()


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")  # both are trusted: the database's owner may
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    _calendar()
    _lead_identity()
    _legal_entity()
    _pool()
    _lead()
    _lead_indexes()
    _follow_up()
    _lead_ownership()


def _calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("working_time", JSONB, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )


def _lead_identity() -> None:
    op.create_table(
        "lead_identity",
        sa.Column("legal_entity_id", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("lead_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("legal_entity_id", "identity"),
    )
    op.create_index("ix_lead_identity_lead_id", "lead_identity", ["lead_id"])


def _legal_entity() -> None:
    op.create_table(
        "legal_entity",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("calendar", TEXT, nullable=False),
        sa.Column("tz", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _pool() -> None:
    op.create_table(
        "pool",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("legal_entity_id", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("sources", ARRAY(sa.Text), nullable=False),
        sa.Column("regions", ARRAY(sa.Text), nullable=False),
        sa.Column("follow_up_within", TEXT, nullable=False),
        sa.Column("warn_before", TEXT, nullable=False),
        sa.Column("holding_limit", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pool_code", "pool", ["legal_entity_id", "code"], unique=True)


def _lead() -> None:
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("legal_entity_id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        *_said(),
        sa.Column("extra", JSONB, nullable=False),
        sa.Column("company_pairs", ARRAY(sa.Text), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("pool_id", sa.Uuid, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=True),
        sa.Column("owner_unit", TEXT, nullable=False),
        sa.Column("duplicate_of", sa.Uuid, nullable=True),
        sa.Column("first_response_at", TIME, nullable=True),
        sa.Column("clock_from", TIME, nullable=True),
        sa.Column("warn_at", TIME, nullable=True),
        sa.Column("follow_up_due_at", TIME, nullable=True),
        sa.Column("customer_id", sa.Uuid, nullable=True),
        sa.Column("opportunity_id", sa.Uuid, nullable=True),
        sa.Column("drop_reason", TEXT, nullable=True),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["duplicate_of"], ["lead.id"]),
        sa.ForeignKeyConstraint(["pool_id"], ["pool.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )


def _said() -> list[sa.Column[str]]:
    """What was told of it, and the normal forms by which it is compared."""
    told = ("channel", "external_id", "company", "contact", "phone", "email", "region", "project", "note")
    keys = ("company_key", "project_key", "phone_key", "email_key")
    return [sa.Column(name, TEXT, nullable=True) for name in (*told, *keys)]


def _lead_indexes() -> None:
    op.create_index("lead_company_pairs", "lead", ["company_pairs"], postgresql_using="gin")
    op.create_index(
        "lead_company_alike",
        "lead",
        ["company_key"],
        postgresql_using="gin",
        postgresql_ops={"company_key": "gin_trgm_ops"},
    )
    op.create_index(
        "lead_due", "lead", ["pool_id", "follow_up_due_at"], postgresql_where=sa.text("follow_up_due_at IS NOT NULL")
    )
    op.create_index("lead_email", "lead", ["email_key"], postgresql_where=sa.text("email_key IS NOT NULL"))
    op.create_index(
        "lead_external",
        "lead",
        ["legal_entity_id", "source", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("lead_held", "lead", ["owner_id", "pool_id"], postgresql_where=sa.text("status = 'OWNED'"))
    op.create_index("lead_newest", "lead", ["created_at", "id"])
    op.create_index("lead_of_owner", "lead", ["owner_id", "created_at"])
    op.create_index("lead_of_unit", "lead", ["owner_unit", "created_at"])
    op.create_index("lead_phone", "lead", ["phone_key"], postgresql_where=sa.text("phone_key IS NOT NULL"))
    op.create_index(
        "lead_waiting",
        "lead",
        ["pool_id", sa.text("priority DESC"), "created_at", "id"],
        postgresql_where=sa.text("status = 'POOLED'"),
    )
    op.create_index("lead_warn", "lead", ["pool_id", "warn_at"], postgresql_where=sa.text("warn_at IS NOT NULL"))


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("lead_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=False),
        sa.Column("by_name", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follow_up_of_lead", "follow_up", ["lead_id", "at", "id"])


def _lead_ownership() -> None:
    op.create_table(
        "lead_ownership",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("lead_id", sa.Uuid, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("during", TSTZRANGE, nullable=False),
        sa.Column("ended_by", TEXT, nullable=True),
        ExcludeConstraint((sa.column("lead_id"), "="), (sa.column("during"), "&&"), using="gist", name="one_owner"),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "lead_ownership_now", "lead_ownership", ["lead_id"], unique=True, postgresql_where=sa.text("upper_inf(during)")
    )
