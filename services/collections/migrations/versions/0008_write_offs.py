"""What of a receivable was given up, and up to how much is it given up by itself?"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LIVE = sa.text("status IN ('REQUESTED', 'RETURNED')")
SETTLED_ONCE = "amount > 0 AND paid >= 0 AND waiting >= 0"
COUNTS = "(status IN ('APPLIED', 'TAKEN_BACK')) = (applied_at IS NOT NULL)"
# The difference of a bank's rounding or fee; a legal entity sets its own.
HOUSE = [("CNY", "0.05"), ("HKD", "0.05"), ("USD", "0.05"), ("EUR", "0.05"), ("GBP", "0.05"), ("JPY", "5.00")]
# The column holds the sum for speed; this trigger looks at the rows themselves when the transaction commits.
SUMS = (
    """
CREATE FUNCTION write_offs_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(amount), 0) FROM write_offs WHERE receivable_id = NEW.receivable_id AND status = 'APPLIED')
       <> (SELECT written_off FROM receivables WHERE id = NEW.receivable_id) THEN
        RAISE EXCEPTION 'write-offs of receivable % do not add up', NEW.receivable_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
    """,
    """
CREATE CONSTRAINT TRIGGER write_offs_add_up AFTER INSERT OR UPDATE ON write_offs
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION write_offs_add_up()
    """,
)


def upgrade() -> None:
    for column in ("written_off", "write_off_requested"):
        op.add_column("receivables", sa.Column(column, sa.Numeric(18, 2), nullable=False, server_default="0"))
    op.drop_constraint("settled_once", "receivables")
    settled = f"{SETTLED_ONCE} AND written_off >= 0 AND paid + waiting + written_off <= amount"
    op.create_check_constraint("settled_once", "receivables", settled)
    _write_offs()
    _tolerances()
    for statement in SUMS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("write_off_tolerances")
    op.drop_table("write_offs")
    op.execute("DROP FUNCTION write_offs_add_up()")
    op.drop_constraint("settled_once", "receivables")
    for column in ("write_off_requested", "written_off"):
        op.drop_column("receivables", column)
    op.create_check_constraint("settled_once", "receivables", f"{SETTLED_ONCE} AND paid + waiting <= amount")


def _write_offs() -> None:
    op.create_table(
        "write_offs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid),
        _moment("requested_at", nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("guidance", sa.String, nullable=False),
        _moment("applied_at"),
        sa.Column("taken_back_by", sa.Uuid),
        _moment("taken_back_at"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("amount > 0", "more_than_nothing"),
        sa.CheckConstraint(COUNTS, "counts_since"),
        sa.Index("write_offs_of_receivable", "receivable_id"),
        sa.Index("write_offs_paged", "requested_at", "id"),
        sa.Index("write_offs_live", "requested_at", "id", postgresql_where=LIVE),
    )


def _tolerances() -> None:
    table = op.create_table(
        "write_off_tolerances",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("currency", sa.CHAR(3), primary_key=True),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("set_by", sa.Uuid),
        _moment("set_at"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("amount >= 0", "not_negative"),
    )
    of_house = [{"legal_entity_id": "*", "currency": code, "amount": amount, "version": 1} for code, amount in HOUSE]
    op.bulk_insert(table, of_house)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
