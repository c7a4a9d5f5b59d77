"""How much is owed in all, without adding up each receivable? Sums that the database keeps with each act.

An act writes what it changes of them beside them: two acts never wait for one another for a sum. A keeper folds the
changes into the sums.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KEY = "kind, legal_entity_id, owner_id, owner_unit, currency, status, history, day, tz, level, reminded"
SUMS = "count, amount, paid, written_off"
OPEN = "r.amount - r.paid - r.written_off"
# By status; of what is open by the day on which it is due, and by the day on which its customer usually pays; of what
# fell or falls due by its day.
PARTS = f"""
SELECT p.kind, r.legal_entity_id, r.owner_id, r.owner_unit, r.currency, p.status, p.history, p.day, p.tz, p.level,
  p.reminded, sign AS count, sign * p.amount AS amount, sign * p.paid AS paid, sign * p.written_off AS written_off
FROM (%s) r, LATERAL (
  SELECT 'STATUS' AS kind, r.status AS status, r.history AS history, NULL::date AS day, NULL::text AS tz,
    NULL::int AS level, NULL::bool AS reminded, r.amount, r.paid, r.written_off
  UNION ALL SELECT 'DUE', NULL, NULL, r.due_on, r.tz, r.level, NULL, {OPEN}, 0, 0 WHERE r.status = 'OPEN'
  UNION ALL SELECT 'EXPECTED', NULL, NULL, r.due_on + r.usual_days_late, NULL, NULL, NULL, {OPEN}, 0, 0
    WHERE r.status = 'OPEN' AND r.due_on IS NOT NULL
  UNION ALL SELECT 'FELL_DUE', NULL, NULL, r.due_on, NULL, NULL, r.was_reminded, r.amount, 0, 0
    WHERE r.status <> 'CANCELLED' AND NOT r.history AND r.due_on IS NOT NULL) p"""
NEW, OLD = "SELECT *, 1 AS sign FROM %s", "SELECT *, -1 AS sign FROM %s"
ADDED = "sum(count), sum(amount), sum(paid), sum(written_off)"
SOME = "sum(count) <> 0 OR sum(amount) <> 0 OR sum(paid) <> 0 OR sum(written_off) <> 0"


def added(into: str, *sources: str) -> str:
    parts = " UNION ALL ".join(PARTS % source for source in sources)
    return f"INSERT INTO {into} ({KEY}, {SUMS}) SELECT {KEY}, {ADDED} FROM ({parts}) s GROUP BY {KEY} HAVING {SOME}"


CHANGES = "receivable_sum_changes"
FUNCTION = f"""
CREATE FUNCTION receivables_are_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN {added(CHANGES, NEW % "new_rows")};
  ELSIF TG_OP = 'DELETE' THEN {added(CHANGES, OLD % "old_rows")};
  ELSE {added(CHANGES, NEW % "new_rows", OLD % "old_rows")};
  END IF;
  RETURN NULL;
END $$"""
TRIGGERS = [
    f"CREATE TRIGGER receivables_are_summed_{act.lower()} AFTER {act} ON receivables REFERENCING {tables}"
    " FOR EACH STATEMENT EXECUTE FUNCTION receivables_are_summed()"
    for act, tables in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
    )
]
NOW = f"""
CREATE VIEW receivable_sums_now AS SELECT {KEY}, {SUMS} FROM receivable_sums
UNION ALL SELECT {KEY}, {SUMS} FROM {CHANGES}"""
OF_A_CUSTOMER = (
    """
CREATE FUNCTION receivable_has_habit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.usual_days_late := coalesce((SELECT days_late FROM payment_habits WHERE customer_id = NEW.customer_id), 0);
  RETURN NEW;
END $$""",
    """
CREATE TRIGGER receivable_has_habit BEFORE INSERT OR UPDATE OF customer_id ON receivables
  FOR EACH ROW EXECUTE FUNCTION receivable_has_habit()""",
    """
CREATE FUNCTION receivables_were_reminded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE receivables r SET was_reminded = true FROM new_rows l
    WHERE l.level = 0 AND r.id = l.receivable_id AND NOT r.was_reminded;
  RETURN NULL;
END $$""",
    """
CREATE TRIGGER receivables_were_reminded AFTER INSERT ON dunning_level_reached REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION receivables_were_reminded()""",
)
FIRST_HABITS = """
UPDATE receivables r SET usual_days_late = h.days_late FROM payment_habits h
WHERE h.customer_id = r.customer_id AND h.days_late <> 0"""
FIRST_REMINDED = """
UPDATE receivables r SET was_reminded = true FROM dunning_level_reached l
WHERE l.receivable_id = r.id AND l.level = 0"""
BEFORE_THEM = "customer_id, currency, amount, paid, written_off, level, tz, owner_id, owner_unit, legal_entity_id"
COUNTED = "(status, history, currency) INCLUDE (amount, paid, written_off, owner_id, owner_unit, legal_entity_id)"


def upgrade() -> None:
    op.add_column("receivables", sa.Column("usual_days_late", sa.Integer, nullable=False, server_default="0"))
    op.add_column("receivables", sa.Column("was_reminded", sa.Boolean, nullable=False, server_default="false"))
    op.execute(FIRST_HABITS)
    op.execute(FIRST_REMINDED)
    for name in ("receivable_sums", CHANGES):
        op.create_table(name, *_columns())
    op.create_index(
        "receivable_sums_key", "receivable_sums", KEY.split(", "), unique=True, postgresql_nulls_not_distinct=True
    )
    op.create_index("receivable_sums_of_kind", "receivable_sums", ["kind", "day"])
    for statement in (NOW, FUNCTION, *TRIGGERS, *OF_A_CUSTOMER, added("receivable_sums", NEW % "receivables")):
        op.execute(statement)
    op.drop_index("receivables_counted", "receivables")
    op.drop_index("receivables_open", "receivables")
    op.create_index("receivables_open", "receivables", ["due_on"], postgresql_where=sa.text("status = 'OPEN'"))
    came = sa.text("paid > 0 AND status <> 'CANCELLED' AND NOT history")
    op.create_index("receivables_came", "receivables", ["due_on"], postgresql_where=came)
    op.create_index("receivables_disputed", "receivables", ["id"], postgresql_where=sa.text("disputed"))
    op.create_index("receivables_promised", "receivables", ["id"], postgresql_where=sa.text("promised"))


def downgrade() -> None:
    for name in ("receivables_promised", "receivables_disputed", "receivables_came", "receivables_open"):
        op.drop_index(name, "receivables")
    op.execute(f"CREATE INDEX receivables_open ON receivables (due_on) INCLUDE ({BEFORE_THEM}) WHERE status = 'OPEN'")
    op.execute(f"CREATE INDEX receivables_counted ON receivables {COUNTED}")
    op.execute("DROP TRIGGER receivables_were_reminded ON dunning_level_reached")
    op.execute("DROP TRIGGER receivable_has_habit ON receivables")
    for act in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER receivables_are_summed_{act} ON receivables")
    for function in ("receivables_were_reminded", "receivable_has_habit", "receivables_are_summed"):
        op.execute(f"DROP FUNCTION {function}()")
    op.execute("DROP VIEW receivable_sums_now")
    op.drop_table(CHANGES)
    op.drop_table("receivable_sums")
    op.drop_column("receivables", "was_reminded")
    op.drop_column("receivables", "usual_days_late")


def _columns() -> list[sa.Column[Any]]:
    money: list[sa.Column[Any]] = [
        sa.Column(name, sa.Numeric(18, 2), nullable=False) for name in ("amount", "paid", "written_off")
    ]
    return [
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("status", sa.String(16)),
        sa.Column("history", sa.Boolean),
        sa.Column("day", sa.Date),
        sa.Column("tz", sa.String),
        sa.Column("level", sa.Integer),
        sa.Column("reminded", sa.Boolean),
        sa.Column("count", sa.BigInteger, nullable=False),
        *money,
    ]
