"""Until when is each debt at its node of collection?

COL-216 in SQL, so that the list of all nodes is read in the order of their deadlines from an index alone: a sum of what
stands in the receivable itself, which nobody has to keep.
"""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

DEADLINE = """
CREATE FUNCTION collection_deadline(due_on date, level int, next_at timestamptz, paused_until timestamptz, tz text,
    created_at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN paused_until IS NOT NULL THEN paused_until
    WHEN due_on IS NULL THEN timezone(tz, timezone(tz, created_at) + interval '90 days')
    WHEN coalesce(level, 0) = 0 THEN timezone(tz, (due_on + 1)::timestamp)
    ELSE coalesce(next_at, timezone(tz, (due_on + level + 30)::timestamp)) END $$
"""
PROCESS = """
CREATE INDEX receivables_process
ON receivables (collection_deadline(due_on, level, next_at, paused_until, tz, created_at), id)
WHERE status = 'OPEN' AND NOT history
"""


def upgrade() -> None:
    op.execute(DEADLINE)
    op.execute(PROCESS)


def downgrade() -> None:
    op.drop_index("receivables_process", "receivables")
    op.execute("DROP FUNCTION collection_deadline")
