"""What is remembered of commission, and how does the ledger tell it of money?

A trigger, as the ledger is the one place through which all money goes: an act that settles something of an order is a
fact of its commission in the same transaction, and where no plan was ever published that costs one look at an empty
table. What one act takes off a receivable and puts on it again, of the same payment, has not moved.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

AMOUNT, PERCENT, MOMENT = sa.Numeric(18, 2), sa.Numeric(7, 4), sa.DateTime(timezone=True)
GUARDS = (
    """
CREATE FUNCTION commission_follows_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM commission_plans) THEN RETURN NULL; END IF;
    INSERT INTO commission_facts (id, kind, order_id, subject_id, payment_id, amount, currency, legal_entity_id,
        owner_id, owner_unit, happened_at, payment_number, receivable_number, received_on, due_on)
    SELECT moved.id, CASE WHEN moved.amount > 0 THEN 'MONEY' ELSE 'MONEY_BACK' END, moved.order_id,
        moved.receivable_id, p.id, abs(moved.amount), moved.currency, moved.legal_entity_id, a.owner_id, a.owner_unit,
        moved.posted_at, p.number, moved.number, p.received_on, r.due_on
    FROM (SELECT (array_agg(owed.transaction_id ORDER BY owed.transaction_id DESC))[1] AS id, -sum(owed.amount)
              AS amount, owed.order_id, owed.receivable_id, owed.currency, owed.legal_entity_id, owed.posted_at,
              owed.number, paid.payment_id
          FROM fresh owed JOIN fresh paid ON paid.transaction_id = owed.transaction_id AND paid.account = 'ADVANCE'
          WHERE owed.account = 'RECEIVABLE' AND owed.act IN ('ALLOCATED', 'RELEASED')
          GROUP BY owed.order_id, owed.receivable_id, owed.currency, owed.legal_entity_id, owed.posted_at,
              owed.number, paid.payment_id) moved
    JOIN payments p ON p.id = moved.payment_id
    JOIN receivables r ON r.id = moved.receivable_id
    JOIN order_accounts a ON a.order_id = moved.order_id
    WHERE moved.amount <> 0
        AND EXISTS (SELECT FROM commission_plans c WHERE c.legal_entity_id = moved.legal_entity_id)
    ORDER BY moved.id;
    RETURN NULL;
END $$
    """,
    """
CREATE TRIGGER commission_follows_ledger AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION commission_follows_ledger()
    """,
    """
CREATE FUNCTION commission_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'commission is append-only'; END $$
    """,
    """
CREATE TRIGGER commission_lines_are_append_only BEFORE UPDATE OR DELETE ON commission_lines
    EXECUTE FUNCTION commission_is_append_only()
    """,
    """
CREATE TRIGGER commission_plans_are_append_only BEFORE UPDATE OR DELETE ON commission_plans
    EXECUTE FUNCTION commission_is_append_only()
    """,
)


def upgrade() -> None:
    _plans()
    _facts()
    _lines()
    for statement in GUARDS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER commission_follows_ledger ON ledger_entries")
    for table in ("lines", "facts", "quotas", "splits", "plans"):
        op.drop_table(f"commission_{table}")
    op.execute("DROP FUNCTION commission_follows_ledger()")
    op.execute("DROP FUNCTION commission_is_append_only()")


def _plans() -> None:
    op.create_table(
        "commission_plans",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("rate", PERCENT, nullable=False),
        sa.Column("tiers", JSONB, nullable=False),
        sa.Column("early_bonus", PERCENT, nullable=False),
        sa.Column("late_penalty", PERCENT, nullable=False),
        sa.Column("day_count", sa.Integer, nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.Uuid, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.UniqueConstraint("legal_entity_id", "unit", "version"),
    )
    op.create_table(
        "commission_splits",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("set_at", MOMENT, primary_key=True),
        sa.Column("parts", JSONB, nullable=False),
        sa.Column("set_by", sa.Uuid, nullable=False),
    )
    op.create_table(
        "commission_quotas",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("currency", sa.CHAR(3), primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("set_by", sa.Uuid, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
    )


def _facts() -> None:
    op.create_table(
        "commission_facts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("payment_id", sa.Uuid),
        sa.Column("amount", AMOUNT),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        *_numbers(),
        sa.Column("booked_at", MOMENT),
        sa.Index("commission_facts_of_order", "order_id"),
        sa.Index("commission_facts_open", "seq", postgresql_where=sa.text("booked_at IS NULL")),
    )


def _lines() -> None:
    op.create_table(
        "commission_lines",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("component", sa.String(24), nullable=False),
        sa.Column("fact_id", sa.Uuid, sa.ForeignKey("commission_facts.id"), nullable=False),
        sa.Column("accrual_id", sa.Uuid, sa.ForeignKey("commission_lines.id")),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("commission_plans.id"), nullable=False),
        sa.Column("plan_name", sa.String, nullable=False),
        sa.Column("plan_version", sa.Integer, nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("order_number", "customer_name", "legal_entity_id")),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("owner_name", "owner_unit")),
        sa.Column("share", PERCENT, nullable=False),
        sa.Column("basis", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("rate", PERCENT, nullable=False),
        sa.Column("accrued", AMOUNT, nullable=False),
        sa.Column("payable", AMOUNT, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        *_numbers(),
        sa.Column("days", sa.Integer),
        sa.Column("day_count", sa.Integer),
        sa.Column("quota", AMOUNT),
        sa.Column("attained", AMOUNT),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.CheckConstraint("(kind = 'ACCRUED') = (accrual_id IS NULL)", "claw_back_names_its_accrual"),
        sa.Index("commission_lines_of_order", "order_id"),
        sa.Index("commission_lines_of_person", "owner_id", "happened_on", "id"),
        sa.Index("commission_lines_of_month", "legal_entity_id", "happened_on"),
    )


def _numbers() -> list[sa.Column[Any]]:
    known = ("shipment_number", "payment_number", "receivable_number", "source_number")
    found: list[sa.Column[Any]] = [sa.Column(name, sa.String, nullable=False, server_default="") for name in known]
    return [*found, sa.Column("received_on", sa.Date), sa.Column("due_on", sa.Date)]
