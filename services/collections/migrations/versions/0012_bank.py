"""Which entries do the statements of our accounts have, and what did payment providers tell?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN, MATCHED = sa.text("status = 'OPEN'"), sa.text("status = 'MATCHED'")


def upgrade() -> None:
    _statements()
    _entries()
    _indexes()
    _transactions()


def downgrade() -> None:
    for name in ("provider_transactions", "bank_entries", "bank_statements"):
        op.drop_table(name)


def _statements() -> None:
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.Uuid, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("legal_entity_id", "name", "kind", "sha256")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("accepted", "duplicate", "invalid", "skipped")),
        sa.Column("imported_by", sa.Uuid, nullable=False),
        _moment("imported_at", nullable=False),
        sa.Index("bank_statements_paged", "imported_at", "id"),
    )


def _entries() -> None:
    texts = ("counterparty", "counterparty_account", "remittance", "reference")
    op.create_table(
        "bank_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("statement_id", sa.Uuid, sa.ForeignKey("bank_statements.id"), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("legal_entity_id", "account", "account_key", "key")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("occurrence", "line")),
        sa.Column("booked_on", sa.Date, nullable=False),
        sa.Column("value_on", sa.Date),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        *(sa.Column(name, sa.String) for name in ("payer_key", "reference_key", "reason")),
        sa.Column("is_reversal", sa.Boolean, nullable=False),
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id")),
        *(sa.Column(name, sa.Uuid) for name in ("customer_id", "decided_by")),
        _moment("decided_at"),
        sa.Column("imported_by", sa.Uuid, nullable=False),
        _moment("imported_at", nullable=False),
        sa.Column("suggestions", JSONB, nullable=False),
        _moment("suggested_at"),
        sa.Column("search", sa.String, nullable=False, server_default=""),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("legal_entity_id", "account_key", "key", "occurrence", name="bank_entries_once"),
        sa.CheckConstraint("(status = 'MATCHED') = (payment_id IS NOT NULL)", "matched_with"),
        sa.CheckConstraint("amount <> 0", "moves_something"),
        sa.CheckConstraint("payment_id IS NULL OR amount > 0", "came"),
    )


def _indexes() -> None:
    op.create_index(
        "bank_entries_payment", "bank_entries", ["payment_id"], unique=True,
        postgresql_where=sa.text("payment_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index("bank_entries_paged", "bank_entries", ["booked_on", "id"])
    op.create_index("bank_entries_of_status", "bank_entries", ["status", "booked_on", "id"])
    op.create_index("bank_entries_unseen", "bank_entries", ["legal_entity_id", "id"], postgresql_where=OPEN)
    op.create_index("bank_entries_of_payer", "bank_entries", ["legal_entity_id", "payer_key"], postgresql_where=MATCHED)
    op.create_index("bank_entries_reference", "bank_entries", ["legal_entity_id", "reference_key"])
    op.create_index(
        "bank_entries_search", "bank_entries", [sa.text("search_grams(search)")], postgresql_using="gin"
    )  # fmt: skip


def _transactions() -> None:
    texts = ("provider", "transaction_id", "transaction_key", "type", "order_number", "payer", "legal_entity_id")
    op.create_table(
        "provider_transactions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("billed", sa.Numeric(18, 2)),
        _moment("paid_at", nullable=False),
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id")),
        sa.Column("entry_id", sa.Uuid, sa.ForeignKey("bank_entries.id")),
        sa.Column("notice", JSONB, nullable=False),
        sa.Column("deliveries", sa.Integer, nullable=False),
        _moment("received_at", nullable=False),
        sa.UniqueConstraint("provider", "transaction_id", "type", name="provider_transactions_once"),
        sa.Index("provider_transactions_paged", "received_at", "id"),
        sa.Index("provider_transactions_key", "legal_entity_id", "transaction_key"),
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
