"""At what rates does money settle debts in another currency, and what is gained or lost by them?

Money keeps the currency of what it settles; beside it stands what came, and at what rate. A bank's entry is known by
what came (COL-13).
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

STANDS = "reference_key IS NOT NULL AND status NOT IN ('REJECTED', 'VOIDED')"
CAME = ("coalesce(received_currency, currency)", "coalesce(received_amount, amount)")
ALL_OR_NONE = (
    "num_nulls(received_amount, received_currency, rate, rate_of, rate_on, rate_source) IN (0, 6)"
    " AND (received_currency IS NULL OR received_currency <> currency AND received_amount > 0 AND rate > 0)"
)


def upgrade() -> None:
    _rates()
    _values()
    for name, kind in (("received_amount", sa.Numeric(18, 2)), ("received_currency", sa.CHAR(3)),
                       ("rate", sa.Numeric(20, 10)), ("rate_of", sa.CHAR(3)), ("rate_on", sa.Date),
                       ("rate_source", sa.String)):  # fmt: skip
        op.add_column("payments", sa.Column(name, kind))
    op.create_check_constraint("payment_is_exchanged_whole", "payments", ALL_OR_NONE)
    op.add_column("refunds", sa.Column("sent_amount", sa.Numeric(18, 2)))
    op.add_column("refunds", sa.Column("sent_currency", sa.CHAR(3)))
    op.drop_index("payments_entry", "payments")
    columns: list[Any] = ["legal_entity_id", "reference_key", *map(sa.text, CAME), "occurrence"]
    op.create_index("payments_entry", "payments", columns, unique=True, postgresql_where=sa.text(STANDS))


def downgrade() -> None:
    op.drop_index("payments_entry", "payments")
    columns = ["legal_entity_id", "reference_key", "currency", "amount", "occurrence"]
    op.create_index("payments_entry", "payments", columns, unique=True, postgresql_where=sa.text(STANDS))
    op.drop_constraint("payment_is_exchanged_whole", "payments")
    for name in ("received_amount", "received_currency", "rate", "rate_of", "rate_on", "rate_source"):
        op.drop_column("payments", name)
    for name in ("sent_amount", "sent_currency"):
        op.drop_column("refunds", name)
    for table in ("exchange_parts", "book_values", "books_currencies", "exchange_rates"):
        op.drop_table(table)


def _rates() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("base", sa.CHAR(3), nullable=False),
        sa.Column("quote", sa.CHAR(3), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("rate", sa.Numeric(20, 10), nullable=False),
        sa.Column("source", sa.String, nullable=False),
        *_said(),
        sa.UniqueConstraint("base", "quote", "day", "legal_entity_id"),
        sa.CheckConstraint("rate > 0 AND base <> quote", "rate_is_between_two"),
        sa.Index("exchange_rates_paged", "day", "id"),
    )
    op.create_table(
        "books_currencies",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("valid_days", sa.SmallInteger, nullable=False),
        *_said(),
    )


def _values() -> None:
    op.create_table(
        "book_values",
        sa.Column("record_id", sa.Uuid, primary_key=True),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("share", sa.Numeric(28, 10), nullable=False),
        sa.Column("whole", sa.Numeric(18, 2), nullable=False),
        sa.Column("unit", sa.Numeric(18, 2), nullable=False),
        sa.Column("rated_on", sa.Date, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.CheckConstraint("share >= 0 AND whole > 0 AND unit > 0", "values_something"),
    )
    op.create_table(
        "exchange_parts",
        sa.Column("payment_id", sa.Uuid, sa.ForeignKey("payments.id"), primary_key=True),
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), primary_key=True),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.CheckConstraint("amount >= 0", "part_is_not_negative"),
        sa.Index("exchange_parts_of_receivable", "receivable_id"),
    )


def _said() -> list[Any]:
    return [
        sa.Column("set_by", sa.Uuid, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    ]
