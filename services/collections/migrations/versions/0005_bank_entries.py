"""Which bank entry is a payment, and did somebody say what it settles?"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ENTRY = ("legal_entity_id", "reference_key", "currency", "amount", "occurrence")
KEY = "upper(regexp_replace(normalize(reference, NFKC), '[^[:alnum:]]', '', 'g'))"
NONE = "('', 'NONREF', 'NOTPROVIDED', 'NOREF', 'NA', '无')"
# References that differ only in their writing were accepted before: they stay, as further occurrences.
NUMBERED = """
UPDATE payments p SET occurrence = n.occurrence FROM (
  SELECT id, row_number() OVER (
    PARTITION BY legal_entity_id, reference_key, currency, amount ORDER BY recorded_at, id) AS occurrence
  FROM payments WHERE reference_key IS NOT NULL AND status <> 'REJECTED') n
WHERE n.id = p.id AND n.occurrence > 1"""


def upgrade() -> None:
    op.add_column("payments", sa.Column("reference_key", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("occurrence", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("payments", sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(f"UPDATE payments SET reference_key = {KEY} WHERE reference IS NOT NULL AND {KEY} NOT IN {NONE}")
    op.execute(NUMBERED)
    op.drop_index("payments_reference", "payments")
    where = sa.text("reference_key IS NOT NULL AND status <> 'REJECTED'")
    op.create_index("payments_entry", "payments", ENTRY, unique=True, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("payments_entry", "payments")
    where = sa.text("reference IS NOT NULL AND status <> 'REJECTED'")
    op.create_index(
        "payments_reference", "payments", ["legal_entity_id", "reference"], unique=True, postgresql_where=where
    )
    for column in ("automatic", "occurrence", "reference_key"):
        op.drop_column("payments", column)
