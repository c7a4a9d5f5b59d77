"""How does what collections remembers of dunning get the field's names: dunning procedure, dunning level?"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (("rungs", "dunning_level_reached"), ("ladder", "dunning_procedure"))
COLUMNS = (
    ("receivables", "rung", "level"),
    ("dunning_level_reached", "rung", "level"),
    ("dunning_level_reached", "told", "notified"),
    ("dunning_level_reached", "noted_at", "saved_at"),
    ("dunning_procedure", "tells", "notifies"),
    ("dunning", "rungs", "levels"),
    ("dunning", "told", "notified"),
)
CONSTRAINTS = (
    ("dunning_level_reached", "rungs_pkey", "dunning_level_reached_pkey"),
    ("dunning_level_reached", "rungs_receivable_id_fkey", "dunning_level_reached_receivable_id_fkey"),
    ("dunning_procedure", "ladder_pkey", "dunning_procedure_pkey"),
    ("dunning_procedure", "ladder_days_key", "dunning_procedure_days_key"),
)


def upgrade() -> None:
    for old, new in TABLES:
        op.rename_table(old, new)
    for table, old, new in COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    for table, old, new in CONSTRAINTS:
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
