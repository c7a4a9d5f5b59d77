"""What tables does every service begin with?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "chassis_0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
NOW = sa.text("now()")
UNPUBLISHED = sa.text("published_at IS NULL")


def upgrade() -> None:
    _outbox()
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("received_at", TIME, nullable=False, server_default=NOW),
    )
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Uuid, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request_hash", sa.LargeBinary, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False, server_default=NOW),
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("legal_entity_id", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    _people()
    _files()
    op.create_table(
        "field_templates",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("fields", JSONB, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("field_templates", "files", "people", "number_series", "idempotency", "inbox", "outbox"):
        op.drop_table(table)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("aggregate_type", sa.Text, nullable=False),
        sa.Column("aggregate_id", sa.Text, nullable=False),
        sa.Column("aggregate_version", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False, server_default=NOW),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", TIME, nullable=False, server_default=NOW),
        sa.Column("published_at", TIME),
        sa.Column("dead_at", TIME),
        sa.Column("last_error", sa.Text),
    )
    op.create_index("outbox_waiting", "outbox", ["id"], postgresql_where=UNPUBLISHED)
    op.create_index("outbox_waiting_of_aggregate", "outbox", ["aggregate_id", "id"], postgresql_where=UNPUBLISHED)
    op.create_index("outbox_about", "outbox", ["aggregate_id", "id"])
    # Each row is changed once, soon after it is written: keep the few waiting ones quick to find.
    op.execute("ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.01, fillfactor = 90)")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False, index=True),
        sa.Column("manager_id", sa.Uuid),
        sa.Column("roles", ARRAY(sa.Text), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("tz", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("legal_entity_id", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.Text, nullable=False),
        sa.Column("legal_entity_id", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("path", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
    )
