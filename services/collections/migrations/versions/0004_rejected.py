"""How do payments and invoices that finance refused become rejected ones, and red letters credit notes?"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (
    ("payments", "refused_by", "rejected_by"),
    ("payments", "refused_reason", "rejected_reason"),
    ("invoices", "refused_reason", "rejected_reason"),
    ("invoices", "red_letter_number", "credit_note_number"),
)
CONSTRAINTS = (
    ("invoices", "reversed_by_a_red_letter", "reversed_by_a_credit_note"),
    ("invoices", "invoices_red_letter_number_key", "invoices_credit_note_number_key"),
)
WITH_REFERENCE = sa.text("reference IS NOT NULL AND status <> 'REJECTED'")


def upgrade() -> None:
    for table, old, new in COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    for table, old, new in CONSTRAINTS:
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
    op.drop_index("payments_reference", "payments")
    for table in ("payments", "invoices"):
        op.execute(f"UPDATE {table} SET status = 'REJECTED' WHERE status = 'REFUSED'")
    op.create_index(
        "payments_reference",
        "payments",
        ["legal_entity_id", "reference"],
        unique=True,
        postgresql_where=WITH_REFERENCE,
    )
