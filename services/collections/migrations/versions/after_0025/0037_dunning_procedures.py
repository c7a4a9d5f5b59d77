"""By which dunning procedures is dunned, as data of each legal entity and credit grade?

The one that stood is that of the house: its reminder comes 30 days before the due date where it came 3 days before, as
the product had it, and its last level comes again every week. Clocks are set anew by the keepers, in batches, as each
clock that no version of a procedure is named at is one of another.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

AMOUNT, MOMENT = sa.Numeric(18, 2), sa.DateTime(timezone=True)
HOUSE = UUID("2f2b8d6e-6d0f-5a54-9b6c-0a4f1c6d7e01")
LAST_RELEASE_REMINDS, REMINDS = -3, -30
GUARDS = (
    """
CREATE FUNCTION dunning_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'dunning procedures and choices are append-only'; END $$
    """,
    """
CREATE TRIGGER dunning_procedures_are_append_only BEFORE UPDATE OR DELETE ON dunning_procedures
    FOR EACH ROW EXECUTE FUNCTION dunning_is_append_only()
    """,
    """
CREATE TRIGGER dunning_choices_are_append_only BEFORE UPDATE OR DELETE ON dunning_choices
    FOR EACH ROW EXECUTE FUNCTION dunning_is_append_only()
    """,
)


def upgrade() -> None:
    procedures = _procedures()
    _keep_what_stood(procedures)
    op.drop_table("dunning_procedure")
    _choices()
    for statement in GUARDS:
        op.execute(statement)
    op.add_column("receivables", sa.Column("timed_by", sa.Uuid))
    running = sa.text("status = 'OPEN' AND NOT history AND due_on IS NOT NULL")
    op.create_index("receivables_running", "receivables", ["shard", "timed_by"], postgresql_where=running)
    op.add_column("dunning", sa.Column("letter", sa.Boolean, nullable=False, server_default=sa.false()))
    _levels()


def downgrade() -> None:
    op.drop_column("dunning_level_reached", "procedure_id")
    op.drop_column("dunning_level_reached", "letter")
    op.drop_column("dunning_level_reached", "notified")
    op.alter_column("dunning_level_reached", "notifies", type_=sa.String, postgresql_using="coalesce(notifies[1], '')")
    op.drop_column("dunning", "letter")
    op.drop_index("receivables_running", "receivables")
    op.drop_column("receivables", "timed_by")
    op.drop_table("dunning_choices")
    op.create_table(
        "dunning_procedure",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False, unique=True),
        sa.Column("notifies", sa.String, nullable=False),
    )
    op.execute("""
INSERT INTO dunning_procedure SELECT greatest((one ->> 'days')::int, 0), (one ->> 'days')::int,
    coalesce(one -> 'tasks_for' ->> 0, one -> 'notices_for' ->> 0, 'owner')
FROM (SELECT levels FROM dunning_procedures WHERE legal_entity_id = '*' AND grade = ''
    ORDER BY version DESC LIMIT 1) AS newest, jsonb_array_elements(newest.levels) AS one""")
    op.drop_table("dunning_procedures")
    op.execute("DROP FUNCTION dunning_is_append_only()")


def _procedures() -> sa.Table:
    return op.create_table(
        "dunning_procedures",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("grade", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("levels", JSONB, nullable=False),
        sa.Column("repeat_days", sa.Integer),
        sa.Column("large_from", AMOUNT, nullable=False),
        sa.Column("published_by", sa.Uuid),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.UniqueConstraint("legal_entity_id", "grade", "version"),
    )


def _keep_what_stood(procedures: sa.Table) -> None:
    stood = op.get_bind().execute(sa.text("SELECT number, days, notifies FROM dunning_procedure ORDER BY days"))
    row = {
        "id": HOUSE, "name": "", "legal_entity_id": "*", "grade": "", "version": 1,
        "levels": [_level(*one) for one in stood], "repeat_days": 7, "large_from": 100_000,
        "published_at": sa.func.now(),
    }  # fmt: skip
    op.get_bind().execute(procedures.insert().values(row))


def _level(number: int, days: int, notifies: str) -> dict[str, Any]:
    """A reminder was told to the owner, and is to his manager from now on; of a level whom it named had a to-do."""
    if number == 0:
        days = REMINDS if days == LAST_RELEASE_REMINDS else days
        return {"days": days, "tasks_for": [], "notices_for": list(dict.fromkeys((notifies, "manager")))}
    return {"days": number if days == number else days, "tasks_for": [notifies], "letter": True}


def _choices() -> None:
    op.create_table(
        "dunning_choices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), nullable=False),
        sa.Column("days_late", sa.Integer, nullable=False),
        sa.Column("open_amount", AMOUNT, nullable=False),
        sa.Column("advised", sa.String, nullable=False),
        sa.Column("because", JSONB, nullable=False),
        sa.Column("chosen", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("chosen_by", sa.Uuid, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.Index("dunning_choices_of_receivable", "receivable_id", "chosen_at"),
    )


def _levels() -> None:
    """Each level names several people, and says of each whether he was notified."""
    op.alter_column("dunning_level_reached", "notifies", type_=ARRAY(sa.Text), postgresql_using="ARRAY[notifies]")
    notified: sa.Column[Any] = sa.Column("notified", ARRAY(sa.Text), nullable=False, server_default="{}")
    op.add_column("dunning_level_reached", notified)
    op.execute("UPDATE dunning_level_reached SET notified = notifies WHERE notified_at IS NOT NULL")
    op.add_column("dunning_level_reached", sa.Column("letter", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("dunning_level_reached", sa.Column("procedure_id", sa.Uuid))
