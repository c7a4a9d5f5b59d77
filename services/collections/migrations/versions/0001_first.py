"""Which tables does collections begin with?"""

from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SHARDS = 8
NAMES = UUID("5d0d6c5e-0f0b-5e0a-9a57-3b8f1f6a7c11")
LADDER = [
    (0, -3, "owner"),
    (1, 1, "owner"),
    (7, 7, "manager"),
    (15, 15, "finance"),
    (30, 30, "director"),
    (45, 45, "legal"),
]


def upgrade() -> None:
    _facts()
    _plans()
    _accounts()
    _receivables()
    _receivable_indexes()
    _clocks()


def _facts() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("external_id", sa.String),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("tz", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("legal_entity_id", "external_id"),
    )


def _plans() -> None:
    op.create_table(
        "payment_plans",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("contract_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("contract_number", sa.String, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        *_scope(),
        *_money(),
        _moment("effective_at", nullable=False),
        _moment("created_at", nullable=False),
        _version(),
    )
    op.create_table(
        "instalments",
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("payment_plans.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("trigger", sa.String(16), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
    )


def _accounts() -> None:
    op.create_table(
        "order_accounts",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("contract_id", sa.Uuid, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False, index=True),
        *_scope(),
        *_money(),
        sa.Column("invoiced", sa.Numeric(18, 2), nullable=False),
        sa.Column("requested", sa.Numeric(18, 2), nullable=False),
        *[_moment(name) for name in ("confirmed_at", "shipped_at", "received_at", "cancelled_at")],
        sa.Column("order_version", sa.Integer, nullable=False),
        sa.CheckConstraint("invoiced >= 0 AND requested >= 0 AND invoiced + requested <= amount", "invoiced_once"),
    )


def _receivables() -> None:
    op.create_table(
        "receivables",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("customer_name", sa.String, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("contract_id", sa.Uuid),
        sa.Column("instalment", sa.Integer),
        sa.Column("trigger", sa.String(16)),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("external_id", sa.String),
        sa.Column("source", sa.String),
        *_scope(owned=False),
        *_money(),
        sa.Column("paid", sa.Numeric(18, 2), nullable=False),
        sa.Column("waiting", sa.Numeric(18, 2), nullable=False),
        sa.Column("invoiced_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("settled_on", sa.Date),
        sa.Column("tz", sa.String, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        _moment("next_at"),
        sa.Column("rung", sa.Integer),
        sa.Column("disputed", sa.Boolean, nullable=False),
        sa.Column("history", sa.Boolean, nullable=False),
        _moment("created_at", nullable=False),
        _version(),
        sa.UniqueConstraint("legal_entity_id", "external_id"),
        sa.UniqueConstraint("order_id", "instalment"),
        sa.CheckConstraint("amount > 0 AND paid >= 0 AND waiting >= 0 AND paid + waiting <= amount", "settled_once"),
        sa.CheckConstraint("(status = 'PAID') = (settled_on IS NOT NULL)", "paid_is_settled"),
        sa.CheckConstraint("status = 'OPEN' OR next_at IS NULL", "only_open_ones_ring"),
    )


def _receivable_indexes() -> None:
    rings, stands_open = sa.text("next_at IS NOT NULL"), sa.text("status = 'OPEN'")
    op.create_index("receivables_ringing", "receivables", ["shard", "next_at"], postgresql_where=rings)
    op.create_index("receivables_of_customer", "receivables", ["customer_id", "status"])
    op.create_index("receivables_paged", "receivables", ["created_at", "id"])
    op.create_index("receivables_of_owner", "receivables", ["owner_id", "created_at", "id"])
    op.create_index("receivables_open", "receivables", ["due_on"], postgresql_where=stands_open)


def _clocks() -> None:
    op.create_table(
        "rungs",
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), primary_key=True),
        sa.Column("rung", sa.Integer, primary_key=True),
        _moment("reached_at", nullable=False),
        sa.Column("told", sa.String, nullable=False),
        _moment("noted_at", nullable=False),
    )
    ladder = op.create_table(
        "ladder",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False, unique=True),
        sa.Column("tells", sa.String, nullable=False),
        sa.CheckConstraint("number >= 0 AND ((number = 0) = (days <= 0))", "the_reminder_comes_first"),
    )
    op.bulk_insert(ladder, [dict(zip(("number", "days", "tells"), rung, strict=True)) for rung in LADDER])
    shards = op.create_table(
        "shards",
        sa.Column("shard", sa.Integer, primary_key=True),
        sa.Column("id", sa.Uuid, nullable=False),
        _moment("next_due_at"),
        _version(),
    )
    op.bulk_insert(shards, [{"shard": n, "id": uuid5(NAMES, f"shard/{n}"), "version": 0} for n in range(SHARDS)])
    op.create_table(
        "dunning",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, nullable=False, index=True),
        sa.Column("customer_name", sa.String, nullable=False),
        *_scope(owned=False),
        sa.Column("rungs", postgresql.JSONB, nullable=False),
        *_money(),
        sa.Column("told", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("text_zh", sa.String, nullable=False),
        sa.Column("text_en", sa.String, nullable=False),
        _moment("sent_at", nullable=False),
        sa.Index("dunning_paged", "sent_at", "id"),
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
