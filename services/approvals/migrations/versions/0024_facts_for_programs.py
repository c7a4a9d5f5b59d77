"""Facts of other services go out to other programs, those of one record one after the other."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NEWEST = [sa.text("created_at DESC"), sa.text("id DESC")]
IN_LINE = "record_id IS NOT NULL AND state IN ('WAITING', 'GIVEN_UP')"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("record_id", sa.Uuid))
    op.add_column("deliveries", sa.Column("happened_at", sa.DateTime(timezone=True)))
    op.add_column("deliveries", sa.Column("sequence", sa.BigInteger))
    line = ["endpoint_id", "record_id", "happened_at", "sequence"]
    op.create_index("deliveries_in_line", "deliveries", line, postgresql_where=sa.text(IN_LINE))
    to_programs = sa.text("endpoint_id IS NOT NULL")
    op.create_index("deliveries_to_programs", "deliveries", NEWEST, postgresql_where=to_programs)


def downgrade() -> None:
    op.drop_index("deliveries_to_programs", "deliveries")
    op.drop_index("deliveries_in_line", "deliveries")
    for column in ("sequence", "happened_at", "record_id"):
        op.drop_column("deliveries", column)
