"""What do the anchors of the audit chains need to be kept?"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("anchors", "anchored")


def upgrade() -> None:
    op.create_table(
        "anchors", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), sa.Column("heads", sa.Integer, nullable=False),
        sa.Column("root", sa.Text, nullable=False), sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "anchored", sa.Column("chain", sa.Uuid, primary_key=True), sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("anchor", sa.Integer, sa.ForeignKey("anchors.number"), nullable=False),
    )  # fmt: skip
    op.create_index("heads_of_anchor", "anchored", ["anchor", "chain"])
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " EXECUTE FUNCTION audit_is_append_only()"
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
