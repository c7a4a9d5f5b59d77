"""Where are follow-ups, their files and kinds, and the clocks of sales?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("opportunity_id", sa.Uuid, sa.ForeignKey("opportunity.id")),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("kind_label", JSONB, nullable=False),
        sa.Column("effective", sa.Boolean, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("place", sa.String),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("next_on", sa.Date),
        sa.Column("answered_by", sa.Uuid),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_by_name", sa.String, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("follow_up_of_opportunity", "follow_up", ["opportunity_id", "happened_at", "id"])
    op.create_index("follow_up_of_customer", "follow_up", ["customer_id", "happened_at", "id"])
    op.create_index("follow_up_newest", "follow_up", ["happened_at", "id"])
    waiting = sa.text("next_on IS NOT NULL AND answered_by IS NULL")
    op.create_index("follow_up_waiting", "follow_up", ["customer_id"], postgresql_where=waiting)
    _files_and_clocks()


def _files_and_clocks() -> None:
    op.create_table(
        "sale_file",
        sa.Column("record_id", sa.Uuid, primary_key=True),
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("file_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "follow_up_kind",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("label", JSONB, nullable=False),
        sa.Column("effective", sa.Boolean, nullable=False),
    )
    op.create_table(
        "reminder",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("record_id", sa.Uuid, primary_key=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
    )
    op.create_index("reminder_due", "reminder", ["due_at"])


def downgrade() -> None:
    for table in ("reminder", "follow_up_kind", "sale_file", "follow_up"):
        op.drop_table(table)
