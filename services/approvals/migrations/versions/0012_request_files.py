"""Which files have people attached to what they said about a request?"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_files", sa.Column("request_id", sa.Uuid, sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("sha256", sa.Text, primary_key=True), sa.Column("file_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False), sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False), sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("request_files")
