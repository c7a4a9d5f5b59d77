"""What does the insights service's database begin with?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "insights_0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TEXT = sa.String()
STAMP = ARRAY(sa.BigInteger)


def upgrade() -> None:
    _fact()
    _link()
    _number_index()
    _record()


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("by_id", sa.Uuid, nullable=True),
        sa.Column("by_name", TEXT, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=True),
        sa.Column("refs", ARRAY(sa.Uuid), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index("fact_by_time", "fact", ["at", "event_id"])
    op.create_index("fact_mentions", "fact", ["refs"], postgresql_using="gin")
    op.create_index("fact_of_person", "fact", ["person_id", "at"])
    op.create_index("fact_of_record", "fact", ["record_id", "at"])


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("child", sa.Uuid, nullable=False),
        sa.Column("parent", sa.Uuid, nullable=False),
        sa.Column("child_kind", TEXT, nullable=False),
        sa.Column("parent_kind", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("child", "parent"),
    )
    op.create_index("link_down", "link", ["parent", "child"])


def _number_index() -> None:
    op.create_table(
        "number_index",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", "id"),
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("title_stamp", STAMP, nullable=False),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("status_stamp", STAMP, nullable=False),
        sa.Column("stage", TEXT, nullable=True),
        sa.Column("stage_stamp", STAMP, nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.CHAR(length=3), nullable=True),
        sa.Column("amount_stamp", STAMP, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_stamp", STAMP, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=True),
        sa.Column("owner_stamp", STAMP, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=True),
        sa.Column("legal_entity_id", TEXT, nullable=True),
        sa.Column("history", sa.Boolean(), nullable=True),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("record_due", "record", ["due_on"], postgresql_where=sa.text("kind = 'receivable'"))
    op.create_index("record_owner", "record", ["owner_id"])
    op.create_index("record_state", "record", ["kind", "status"])
