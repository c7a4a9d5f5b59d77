"""Where do dunning letters go, which went out, and what did they say?"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def _of_letter() -> list[sa.Column[Any]]:
    return [
        sa.Column("number", sa.String, nullable=False, server_default=""),
        sa.Column("letter_state", sa.String(16), nullable=False, server_default="NOT_ASKED"),
        sa.Column("letter_reason", sa.String, nullable=False, server_default=""),
        sa.Column("said", JSONB),
        sa.Column("lines", JSONB),
        sa.Column("posted_on", sa.Date),
        sa.Column("posted_by", sa.Uuid),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    ]


def upgrade() -> None:
    for column in _of_letter():
        op.add_column("dunning", column)
    op.create_index(
        "dunning_live", "dunning", ["customer_id"],
        postgresql_where=sa.text("letter_state IN ('WAITING', 'NO_ADDRESS', 'GIVEN_UP')"),
    )  # fmt: skip
    op.create_table(
        "dunning_addresses",
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("lang", sa.String(2)),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.alter_column("invoice_mails", "invoice_id", nullable=True)
    op.add_column("invoice_mails", sa.Column("dunning_id", sa.Uuid, sa.ForeignKey("dunning.id")))
    op.create_check_constraint("invoice_mails_of_one", "invoice_mails", "num_nonnulls(invoice_id, dunning_id) = 1")
    op.create_index(
        "invoice_mails_of_dunning", "invoice_mails", ["dunning_id", "requested_at"],
        postgresql_where=sa.text("dunning_id IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.execute("DELETE FROM invoice_mails WHERE dunning_id IS NOT NULL")
    op.drop_index("invoice_mails_of_dunning", "invoice_mails")
    op.drop_constraint("invoice_mails_of_one", "invoice_mails")
    op.drop_column("invoice_mails", "dunning_id")
    op.alter_column("invoice_mails", "invoice_id", nullable=False)
    op.drop_table("dunning_addresses")
    op.drop_index("dunning_live", "dunning")
    for column in _of_letter():
        op.drop_column("dunning", column.name)
