"""Where are the fields, the grade and the prolonged protection of registrations?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("registration", sa.Column("business_type", sa.String))
    op.add_column("registration", sa.Column("extra", JSONB, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("registration", sa.Column("template_version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("registration", sa.Column("grade", sa.String))
    op.add_column("registration", sa.Column("extended_at", MOMENT))
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("registration_id", sa.Uuid, sa.ForeignKey("registration.id"), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    one = sa.text("status IN ('REQUESTED', 'RETURNED', 'APPLIED')")
    op.create_index("extension_once", "extension", ["registration_id"], unique=True, postgresql_where=one)
    op.create_index("extension_paged", "extension", ["requested_at", "id"])


def downgrade() -> None:
    op.drop_table("extension")
    for column in ("business_type", "extra", "template_version", "grade", "extended_at"):
        op.drop_column("registration", column)
