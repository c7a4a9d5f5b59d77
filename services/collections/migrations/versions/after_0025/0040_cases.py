"""What is remembered of who collects: pauses of dunning, promises to pay, contacts, comments?

`receivables.contact_at` is set by the database whenever a due day becomes known or another, so that each of the ways
by which it does (an order, its goods, a file, a plan) does it alike; a rule that changes is an UPDATE. Receivables that
came as disputed by a file, and are still dunned, stay so: who reads them pauses them with a day.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

AMOUNT, MOMENT = sa.Numeric(18, 2), sa.DateTime(timezone=True)
PLAN_MOMENTS = ("requested_at", "applied_at", "decided_at", "rings_at", "holds_until")
CONTACTS = (
    """
CREATE FUNCTION contact_before(due date, zone text, of_customer uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT timezone(zone, (due - k.days_before)::timestamp)
    FROM customers c JOIN contact_rules k ON k.grade = c.grade AND k.legal_entity_id IN (c.legal_entity_id, '*')
    WHERE c.id = of_customer AND k.way IS NOT NULL AND NOT (k.legal_entity_id = '*' AND EXISTS (
        SELECT FROM contact_rules o WHERE o.grade = c.grade AND o.legal_entity_id = c.legal_entity_id))
$$
    """,
    """
CREATE FUNCTION receivable_is_contacted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'OPEN' OR NEW.history OR NEW.due_on IS NULL THEN NEW.contact_at := NULL;
    ELSIF TG_OP = 'INSERT' OR NEW.due_on IS DISTINCT FROM OLD.due_on THEN
        NEW.contact_at := contact_before(NEW.due_on, NEW.tz, NEW.customer_id);
    END IF;
    RETURN NEW;
END $$
    """,
    """
CREATE TRIGGER receivable_is_contacted BEFORE INSERT OR UPDATE OF due_on, status ON receivables
    FOR EACH ROW EXECUTE FUNCTION receivable_is_contacted()
    """,
    """
CREATE FUNCTION customer_is_contacted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE receivables SET contact_at = contact_before(due_on, tz, customer_id)
    WHERE customer_id = NEW.id AND contact_at IS NOT NULL;
    RETURN NULL;
END $$
    """,
    """
CREATE TRIGGER customer_is_contacted AFTER UPDATE OF grade ON customers
    FOR EACH ROW WHEN (OLD.grade IS DISTINCT FROM NEW.grade) EXECUTE FUNCTION customer_is_contacted()
    """,
    "INSERT INTO contact_rules VALUES ('*', '', 5, 'CALL'), ('*', 'A', 3, 'MAIL'), ('*', 'B', 5, 'CALL'),"
    " ('*', 'C', 7, 'CALL'), ('*', 'D', 10, 'VISIT')",
)


# What is owed already is asked for as what comes; of what is due since, the keeper asks nobody.
FIRST_CONTACTS = """
UPDATE receivables SET contact_at = contact_before(due_on, tz, customer_id)
WHERE status = 'OPEN' AND NOT history AND due_on IS NOT NULL"""
APPEND_ONLY = (
    """
CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trail of a receivable is append-only'; END $$
    """,
    """
CREATE TRIGGER comments_are_append_only BEFORE UPDATE OR DELETE ON receivable_comments
    EXECUTE FUNCTION trail_is_append_only()
    """,
    """
CREATE TRIGGER owner_changes_are_append_only BEFORE UPDATE OR DELETE ON receivable_owner_changes
    EXECUTE FUNCTION trail_is_append_only()
    """,
)


def upgrade() -> None:
    op.add_column("receivables", sa.Column("paused_until", MOMENT))
    op.add_column("receivables", sa.Column("promised", sa.Boolean, nullable=False, server_default="false"))
    op.add_column("receivables", sa.Column("contact_at", MOMENT))
    calling = sa.text("contact_at IS NOT NULL")
    op.create_index("receivables_calling", "receivables", ["shard", "contact_at"], postgresql_where=calling)
    op.create_table(
        "case_receivables",
        sa.Column("record_id", sa.Uuid, primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), primary_key=True),
        sa.Index("case_receivables_of_receivable", "receivable_id"),
    )
    _pauses()
    _promises()
    _contacts()
    _plans()
    op.create_table(
        "receivable_comments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("author_name", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("mentions", JSONB, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Index("receivable_comments_of_receivable", "receivable_id", "written_at", "id"),
    )
    op.create_table(
        "receivable_owner_changes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), nullable=False),
        sa.Column("former_owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Index("receivable_owner_changes_of", "receivable_id"),
    )
    for statement in (*CONTACTS, *APPEND_ONLY):
        op.execute(statement)
    op.execute(FIRST_CONTACTS)


def downgrade() -> None:
    op.execute("DROP TRIGGER customer_is_contacted ON customers")
    op.execute("DROP TRIGGER receivable_is_contacted ON receivables")
    for name in ("customer_is_contacted()", "receivable_is_contacted()", "contact_before(date, text, uuid)"):
        op.execute(f"DROP FUNCTION {name}")
    for table in (
        "receivable_owner_changes",
        "receivable_comments",
        "contacts",
        "contact_rules",
        "promises",
        "dunning_pauses",
        "case_receivables",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION trail_is_append_only()")
    op.drop_index("receivables_calling", "receivables")
    for column in ("contact_at", "promised", "paused_until"):
        op.drop_column("receivables", column)


def _of_customer() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("customer_name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    ]


def _pauses() -> None:
    op.create_table(
        "dunning_pauses",
        *_of_customer(),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("whole_customer", sa.Boolean, nullable=False),
        sa.Column("paused_by", sa.Uuid, nullable=False),
        sa.Column("paused_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.Uuid),
        sa.Column("ended_at", MOMENT),
        sa.Column("end_reason", sa.String, nullable=False),
        sa.Index("dunning_pauses_running", "shard", "ends_at", postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("dunning_pauses_of_customer", "customer_id", "paused_at"),
        sa.Index("dunning_pauses_paged", "paused_at", "id"),
    )


def _promises() -> None:
    op.create_table(
        "promises",
        *_of_customer(),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("paid_before", AMOUNT, nullable=False),
        sa.Column("came", AMOUNT, nullable=False),
        sa.Column("promised_on", sa.Date, nullable=False),
        sa.Column("promised_by", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("breaks_at", MOMENT, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("reason", sa.String, nullable=False),
        sa.Index("promises_running", "shard", "breaks_at", postgresql_where=sa.text("status = 'OPEN'")),
        sa.Index("promises_of_customer", "customer_id", "made_at"),
        sa.Index("promises_paged", "made_at", "id"),
    )


def _plans() -> None:
    op.create_table(
        "repayment_plans",
        *_of_customer(),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("came", AMOUNT, nullable=False),
        sa.Column("paid_before", AMOUNT, nullable=False),
        sa.Column("rows", JSONB, nullable=False),
        sa.Column("parts", JSONB, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        *(sa.Column(name, MOMENT, nullable=name != "requested_at") for name in PLAN_MOMENTS),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Index("repayment_plans_ringing", "shard", "rings_at", postgresql_where=sa.text("rings_at IS NOT NULL")),
        sa.Index("repayment_plans_of_customer", "customer_id", "requested_at"),
        sa.Index("repayment_plans_paged", "requested_at", "id"),
    )


def _contacts() -> None:
    op.create_table(
        "contact_rules",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("grade", sa.String, primary_key=True),
        sa.Column("days_before", sa.Integer, nullable=False),
        sa.Column("way", sa.String(16)),
    )
    op.create_table(
        "contacts",
        *_of_customer(),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("rings_at", MOMENT),
        sa.Column("spoke_with", sa.String, nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", MOMENT),
        sa.Index("contacts_ringing", "shard", "rings_at", postgresql_where=sa.text("rings_at IS NOT NULL")),
        sa.Index("contacts_of_customer", "customer_id", "due_on"),
        sa.Index("contacts_paged", "due_on", "id"),
    )
