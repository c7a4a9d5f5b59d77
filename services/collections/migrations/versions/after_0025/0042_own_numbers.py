"""Which payments came by a file, and what do they pay? What was expected of each week, how late do customers
pay, and which custom fields has a plan?

An own number is one of its legal entity: another may have the same. What is added up of all that is open, or of all, is
read from an index alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

WAITING = sa.text("source IS NOT NULL AND status = 'RECORDED'")

SUMMED = "customer_id, currency, amount, paid, written_off, level, tz, owner_id, owner_unit, legal_entity_id"
OPEN = f"CREATE INDEX receivables_open ON receivables (due_on) INCLUDE ({SUMMED}) WHERE status = 'OPEN'"
COUNTED = "(status, history, currency) INCLUDE (amount, paid, written_off, owner_id, owner_unit, legal_entity_id)"
DUE = sa.text("status <> 'CANCELLED' AND NOT history")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _number()
    op.add_column("shards", sa.Column("forecast_week", sa.Date))
    op.create_table(
        "payment_habits",
        sa.Column("customer_id", sa.Uuid, primary_key=True),
        sa.Column("shard", sa.Integer, nullable=False, index=True),
        sa.Column("days_late", sa.Integer, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
    )
    op.create_table(
        "cash_forecasts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("expected", sa.Numeric(18, 2), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Index("cash_forecasts_of_week", "week", "legal_entity_id"),
    )
    extra = sa.Column("extra", postgresql.JSONB, nullable=False, server_default="{}")
    op.add_column("payment_plans", extra)
    op.execute("CREATE INDEX payment_plans_extra ON payment_plans USING gin (extra jsonb_path_ops)")
    op.create_index("payment_plans_paged", "payment_plans", ["created_at", "id"])
    op.drop_index("receivables_open", "receivables")
    op.execute(OPEN)
    op.execute(f"CREATE INDEX receivables_counted ON receivables {COUNTED}")
    op.create_index("receivables_due", "receivables", ["due_on"], postgresql_where=DUE)
    settled = sa.text("status = 'PAID'")
    op.create_index("receivables_settled", "receivables", ["shard", "settled_on"], postgresql_where=settled)


def _number() -> None:
    op.add_column("payments", sa.Column("source", sa.String))
    op.create_index("payments_imported", "payments", ["source"], postgresql_where=WAITING)
    op.create_index("payments_number", "payments", ["number", "legal_entity_id"], unique=True)
    op.drop_constraint("payments_number_key", "payments", type_="unique")
    op.create_index("order_accounts_number", "order_accounts", ["legal_entity_id", "number"])
    op.create_index("receivables_number", "receivables", ["legal_entity_id", "number"])


def downgrade() -> None:
    op.drop_index("receivables_counted", "receivables")
    op.drop_index("receivables_settled", "receivables")
    op.drop_index("receivables_due", "receivables")
    op.drop_index("receivables_open", "receivables")
    op.create_index("receivables_open", "receivables", ["due_on"], postgresql_where=sa.text("status = 'OPEN'"))
    op.drop_index("payment_plans_paged", "payment_plans")
    op.drop_column("payment_plans", "extra")
    op.drop_table("cash_forecasts")
    op.drop_table("payment_habits")
    op.drop_column("shards", "forecast_week")
    op.drop_index("receivables_number", "receivables")
    op.drop_index("order_accounts_number", "order_accounts")
    op.create_unique_constraint("payments_number_key", "payments", ["number"])
    op.drop_index("payments_number", "payments")
    op.drop_index("payments_imported", "payments")
    op.drop_column("payments", "source")
