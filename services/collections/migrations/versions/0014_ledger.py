"""Which ledger stands under all money, and with which balances is it opened?

Of each record what stands today is posted, at the time of its own act: a receivable that was cancelled, an allocation
that was released and a write-off that was taken back have left nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

GUARDS = (
    """
CREATE FUNCTION ledger_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh GROUP BY transaction_id, legal_entity_id, currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'a transaction of the ledger does not add up to nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
    """,
    """
CREATE TRIGGER ledger_adds_up AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_adds_up()
    """,
    """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    """
CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    EXECUTE FUNCTION ledger_is_append_only()
    """,
)
# Two postings of one row: `debit` and `credit` with the columns that say what each is about.
OPEN = """
INSERT INTO ledger_entries (transaction_id, line, act, account, amount, currency, legal_entity_id, customer_id, number,
    order_id, receivable_id, payment_id, posted_at)
SELECT one.id, line.*, one.posted_at FROM ({rows}) one, LATERAL (VALUES
    (1::smallint, '{act}', '{debit}', one.sum, one.currency, one.legal_entity_id, one.customer_id, {debit_of}),
    (2::smallint, '{act}', '{credit}', -one.sum, one.currency, one.legal_entity_id, one.customer_id, {credit_of})
) line
"""
RECEIVABLE = "one.owed, one.owed_order, one.receivable_id, NULL::uuid"
PAYMENT = "one.payment, one.payment_order, NULL::uuid, one.payment_id"
OWED = (
    "gen_random_uuid() AS id, r.currency, r.legal_entity_id, r.customer_id, r.number AS owed,"
    " r.order_id AS owed_order, r.id AS receivable_id"
)
PAID = "p.number AS payment, p.order_id AS payment_order, p.id AS payment_id"
STANDS = "r.status <> 'CANCELLED'"
COUNTS = "p.status IN ('CONFIRMED', 'REVERSED')"
OF_PAYMENTS = (
    "(SELECT coalesce(sum(a.amount), 0) FROM allocations a"
    " WHERE a.receivable_id = r.id AND a.confirmed AND a.released_at IS NULL)"
)
OPENING = (
    ("RECEIVABLE_OPENED", "RECEIVABLE", "SALES", RECEIVABLE, RECEIVABLE,
     f"SELECT {OWED}, r.amount AS sum, r.created_at AS posted_at FROM receivables r WHERE {STANDS}"),
    ("RECEIVABLE_SETTLED_BEFORE", "SETTLED_BEFORE", "RECEIVABLE", RECEIVABLE, RECEIVABLE,
     f"SELECT {OWED}, r.paid - {OF_PAYMENTS} AS sum, r.created_at AS posted_at FROM receivables r"
     f" WHERE {STANDS} AND r.paid <> {OF_PAYMENTS}"),
    ("PAYMENT_CONFIRMED", "BANK", "ADVANCE", PAYMENT, PAYMENT,
     f"SELECT gen_random_uuid() AS id, p.currency, p.legal_entity_id, p.customer_id, {PAID}, p.amount AS sum,"
     f" p.confirmed_at AS posted_at FROM payments p WHERE {COUNTS}"),
    ("ALLOCATED", "ADVANCE", "RECEIVABLE", PAYMENT, RECEIVABLE,
     f"SELECT {OWED}, {PAID}, a.amount AS sum, greatest(a.created_at, p.confirmed_at) AS posted_at FROM allocations a"
     " JOIN receivables r ON r.id = a.receivable_id JOIN payments p ON p.id = a.payment_id"
     " WHERE a.confirmed AND a.released_at IS NULL"),
    ("WRITTEN_OFF", "WRITE_OFF", "RECEIVABLE", RECEIVABLE, RECEIVABLE,
     f"SELECT {OWED}, w.amount AS sum, w.applied_at AS posted_at FROM write_offs w"
     " JOIN receivables r ON r.id = w.receivable_id WHERE w.status = 'APPLIED' AND w.requested_by IS NOT NULL"),
    ("DIFFERENCE_CLOSED", "SMALL_DIFFERENCE", "RECEIVABLE", RECEIVABLE, RECEIVABLE,
     f"SELECT {OWED}, w.amount AS sum, w.applied_at AS posted_at FROM write_offs w"
     " JOIN receivables r ON r.id = w.receivable_id WHERE w.status = 'APPLIED' AND w.requested_by IS NULL"),
)  # fmt: skip


def upgrade() -> None:
    _ledger()
    for statement in GUARDS:
        op.execute(statement)
    for act, debit, credit, debit_of, credit_of, rows in OPENING:
        filled = OPEN.format(act=act, debit=debit, credit=credit, debit_of=debit_of, credit_of=credit_of, rows=rows)
        op.execute(filled)
    op.create_index("ledger_of_customer", "ledger_entries", ["customer_id", "currency", "posted_at"])
    for name in ("receivable", "payment"):
        known = sa.text(f"{name}_id IS NOT NULL")
        op.create_index(f"ledger_of_{name}", "ledger_entries", [f"{name}_id"], postgresql_where=known)


def downgrade() -> None:
    op.drop_table("ledger_entries")
    op.execute("DROP FUNCTION ledger_adds_up()")
    op.execute("DROP FUNCTION ledger_is_append_only()")


def _ledger() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("transaction_id", sa.Uuid, primary_key=True),
        sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("receivable_id", sa.Uuid),
        sa.Column("payment_id", sa.Uuid),
        sa.Column("refund_id", sa.Uuid),
        sa.Column("posted_by", sa.Uuid),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount <> 0", "posts_something"),
    )
