"""Which tables does collections keep payments, invoices and credit in?"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CONFIRMED = "(status IN ('CONFIRMED', 'REVERSED')) = (confirmed_by IS NOT NULL)"
COUNTS = sa.text("reference IS NOT NULL AND status <> 'REFUSED'")
STANDS = sa.text("released_at IS NULL")

# The columns hold the sums for speed; these triggers look at the rows themselves when the transaction commits.
SUMS = (
    """
CREATE FUNCTION allocations_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id AND released_at IS NULL)
       > (SELECT amount FROM payments WHERE id = NEW.payment_id) THEN
        RAISE EXCEPTION 'payment % settles more than it is', NEW.payment_id USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT coalesce(sum(amount), 0) FROM allocations
        WHERE receivable_id = NEW.receivable_id AND released_at IS NULL)
       > (SELECT amount FROM receivables WHERE id = NEW.receivable_id) THEN
        RAISE EXCEPTION 'receivable % is oversettled', NEW.receivable_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
    """,
    """
CREATE CONSTRAINT TRIGGER allocations_fit AFTER INSERT OR UPDATE ON allocations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION allocations_fit()
    """,
    """
CREATE FUNCTION instalments_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM instalments WHERE plan_id = NEW.plan_id)
       <> (SELECT amount FROM payment_plans WHERE id = NEW.plan_id) THEN
        RAISE EXCEPTION 'instalments of plan % do not add up', NEW.plan_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
    """,
    """
CREATE CONSTRAINT TRIGGER instalments_add_up AFTER INSERT OR UPDATE ON instalments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION instalments_add_up()
    """,
)


def upgrade() -> None:
    _payments()
    _allocations()
    _invoices()
    _credits()
    for statement in SUMS:
        op.execute(statement)


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False, index=True),
        sa.Column("customer_name", sa.String, nullable=False),
        sa.Column("order_id", sa.Uuid, index=True),
        *_scope(),
        *_money(),
        sa.Column("allocated", sa.Numeric(18, 2), nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("reference", sa.String),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        _moment("recorded_at", nullable=False),
        sa.Column("confirmed_by", sa.Uuid),
        _moment("confirmed_at"),
        sa.Column("refused_by", sa.Uuid),
        sa.Column("refused_reason", sa.String),
        _version(),
        sa.CheckConstraint("amount > 0 AND allocated >= 0 AND allocated <= amount", "allocated_once"),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", "two_pairs_of_eyes"),
        sa.CheckConstraint(CONFIRMED, "confirmed_by_somebody"),
        sa.Index("payments_reference", "legal_entity_id", "reference", unique=True, postgresql_where=COUNTS),
        sa.Index("payments_paged", "recorded_at", "id"),
    )


def _allocations() -> None:
    op.create_table(
        "allocations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id"), nullable=False),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        _moment("created_at", nullable=False),
        _moment("released_at"),
        sa.CheckConstraint("amount > 0", "more_than_nothing"),
        sa.Index(
            "allocations_once",
            "payment_id",
            "receivable_id",
            unique=True,
            postgresql_where=STANDS,
        ),
        sa.Index("allocations_of_receivable", "receivable_id"),
    )


def _invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("invoice_number", sa.String, unique=True),
        sa.Column("red_letter_number", sa.String, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False, index=True),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        *_scope(),
        *_money(),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("tax_id", sa.String),
        sa.Column("mail_to", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        _moment("requested_at", nullable=False),
        sa.Column("issued_by", sa.Uuid),
        _moment("issued_at"),
        sa.Column("refused_reason", sa.String),
        _version(),
        sa.CheckConstraint("amount > 0", "invoice_of_something"),
        sa.CheckConstraint("(status IN ('ISSUED', 'REVERSED')) = (invoice_number IS NOT NULL)", "issued_has_a_number"),
        sa.CheckConstraint("(status = 'REVERSED') = (red_letter_number IS NOT NULL)", "reversed_by_a_red_letter"),
        sa.Index("invoices_paged", "requested_at", "id"),
    )


def _credits() -> None:
    op.create_table(
        "credits",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("currency", sa.CHAR(3), primary_key=True),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        sa.Column("owed", sa.Numeric(18, 2), nullable=False),
        sa.Column("oldest_days_late", sa.Integer, nullable=False),
        sa.Column("oldest_due_on", sa.Date),
        sa.Column("limit_amount", sa.Numeric(18, 2)),
        _version(),
    )


def _scope(*, owned: bool = True) -> list[sa.Column[object]]:
    return [
        sa.Column("owner_id", sa.Uuid, nullable=not owned),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
    ]


def _money() -> list[sa.Column[object]]:
    return [sa.Column("amount", sa.Numeric(18, 2), nullable=False), sa.Column("currency", sa.CHAR(3), nullable=False)]


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _version() -> sa.Column[object]:
    return sa.Column("version", sa.Integer, nullable=False)
