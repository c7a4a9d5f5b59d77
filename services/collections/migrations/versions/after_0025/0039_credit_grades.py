"""How far is each customer trusted, by which policy, who went beyond it, and what did an outside source say?"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
FIRST_POLICY = """
INSERT INTO credit_policies (version, rules, grades, evidence_days, release_roles, published_at) VALUES (1,
'[{"rule": "ON_TIME", "points": 30, "bound": 100}, {"rule": "AVERAGE_DAYS", "points": 15, "bound": 30},
  {"rule": "WORST_DAYS", "points": 10, "bound": 90}, {"rule": "OVERDUE_DAYS", "points": 20, "bound": 60},
  {"rule": "WRITE_OFFS", "points": 10, "bound": 2}, {"rule": "DISPUTES", "points": 5, "bound": 3},
  {"rule": "RELATION_MONTHS", "points": 5, "bound": 24}, {"rule": "EVIDENCE", "points": 5, "bound": 100}]',
'[{"grade": "A", "least_score": 80, "most_days": 90, "hold": false},
  {"grade": "B", "least_score": 60, "most_days": 60, "hold": false},
  {"grade": "C", "least_score": 40, "most_days": 30, "hold": false},
  {"grade": "D", "least_score": 0, "most_days": 0, "hold": false}]',
180, '["finance", "director"]', now())
"""
LOWERED = "kind = 'LIMIT' AND (limit_before IS NULL OR coalesce(limit_amount < limit_before, false))"


def upgrade() -> None:
    op.add_column("credits", sa.Column("graded_version", sa.Integer, nullable=False, server_default="0"))
    op.create_index(
        "credits_to_grade", "credits", ["customer_id"], postgresql_where=sa.text("version <> graded_version")
    )
    op.create_table(
        "credit_policies",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("grades", JSONB, nullable=False),
        sa.Column("evidence_days", sa.Integer, nullable=False),
        sa.Column("release_roles", JSONB, nullable=False),
        sa.Column("published_by", sa.Uuid),
        sa.Column("published_at", MOMENT, nullable=False),
    )
    op.execute(FIRST_POLICY)
    _grades()
    _holds()
    _evidence()
    _requests()


def _customer() -> "sa.Column[UUID]":
    return sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customers.id"), nullable=False)


def _grades() -> None:
    op.create_table(
        "credit_standings",
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("grade", sa.String, nullable=False),
        sa.Column("policy_version", sa.Integer, nullable=False),
        sa.Column("most_days", sa.Integer, nullable=False),
        sa.Column("graded_at", MOMENT, nullable=False),
        sa.Column("review_at", MOMENT, nullable=False),
        sa.Column("days_late", sa.Integer, nullable=False),
        sa.Column("on_hold", sa.Boolean, nullable=False),
        sa.Column("hold_reason", sa.String, nullable=False),
        sa.Column("said", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("credit_standings_due", "review_at"),
        sa.Index("credit_standings_policy", "policy_version"),
    )
    op.create_table(
        "credit_grades",
        sa.Column("id", sa.Uuid, primary_key=True),
        _customer(),
        sa.Column("graded_at", MOMENT, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("grade", sa.String, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("policy_version", sa.Integer, nullable=False),
        sa.Index("credit_grades_of_customer", "customer_id", "graded_at"),
    )


def _holds() -> None:
    op.create_table(
        "credit_holds",
        sa.Column("id", sa.Uuid, primary_key=True),
        _customer(),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("held_by", sa.Uuid),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("released_by", sa.Uuid),
        sa.Column("released_at", MOMENT),
        sa.Column("release_reason", sa.String, nullable=False),
        sa.Index("credit_holds_of_customer", "customer_id", "held_at"),
        sa.Index(
            "credit_holds_live",
            "customer_id",
            sa.text("(held_by IS NULL)"),
            unique=True,
            postgresql_where=sa.text("released_at IS NULL"),
        ),
    )


def _evidence() -> None:
    op.create_table(
        "credit_evidence",
        sa.Column("id", sa.Uuid, primary_key=True),
        _customer(),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("asked_by", sa.Uuid, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Index("credit_evidence_of_customer", "customer_id", "asked_at"),
    )


def _requests() -> None:
    op.create_table(
        "credit_requests",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        _customer(),
        sa.Column("order_id", sa.Uuid),
        sa.Column("order_number", sa.String, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("limit_before", sa.Numeric(18, 2)),
        sa.Column("limit_amount", sa.Numeric(18, 2)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("requested_by", sa.Uuid, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_at", MOMENT),
        sa.Column("guidance", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("(kind = 'RELEASE') = (order_id IS NOT NULL)", "released_is_an_order"),
        sa.CheckConstraint(f"status <> 'CONFIRMED' OR decided_by <> requested_by OR {LOWERED}", "credit_by_two"),
        sa.CheckConstraint(
            "(status IN ('CONFIRMED', 'REJECTED')) = (decided_by IS NOT NULL)", "credit_decided_by_somebody"
        ),
        sa.Index("credit_requests_paged", "requested_at", "id"),
        sa.Index("credit_requests_of_customer", "customer_id", "requested_at"),
        _waiting("credit_requests_of_limit", "customer_id", "currency", kind="LIMIT"),
        _waiting("credit_requests_of_order", "order_id", kind="RELEASE"),
    )


def _waiting(name: str, *columns: str, kind: str) -> sa.Index:
    where = sa.text(f"status = 'REQUESTED' AND kind = '{kind}'")
    return sa.Index(name, *columns, unique=True, postgresql_where=where)


def downgrade() -> None:
    for table in (
        "credit_requests", "credit_evidence", "credit_holds", "credit_grades", "credit_standings", "credit_policies",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_index("credits_to_grade", "credits")
    op.drop_column("credits", "graded_version")
