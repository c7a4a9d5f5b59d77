"""Which payment terms are customers offered, by which collection policy?

The first policy is what stood before there was one: thirty days after receipt in whichever way, as long as the credit
policy lets a grade, nothing off for paying early. Each customer's terms are found by the keepers, in batches.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HOUSE = UUID("5b0f7a52-4b86-5c0f-9a4e-71d3c1f0a135")
GRADES = ("", "A", "B", "C", "D")
WAYS = ["bank transfer", "acceptance bill", "letter of credit", "cheque", "cash"]
GUARDS = (
    """
CREATE FUNCTION collection_policies_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'collection policies are append-only'; END $$
    """,
    """
CREATE TRIGGER collection_policies_are_append_only BEFORE UPDATE OR DELETE ON collection_policies
    FOR EACH ROW EXECUTE FUNCTION collection_policies_are_append_only()
    """,
)
EACH_CUSTOMER = """
INSERT INTO terms_offers (customer_id, legal_entity_id, offered_at, version)
SELECT id, legal_entity_id, now(), 0 FROM customers"""


def upgrade() -> None:
    policies = op.create_table(
        "collection_policies",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("grades", JSONB, nullable=False),
        sa.Column("extensions", JSONB, nullable=False),
        sa.Column("published_by", sa.Uuid),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.UniqueConstraint("legal_entity_id", "version"),
    )
    first = {
        "id": HOUSE, "name": "", "legal_entity_id": "*", "version": 1, "grades": [_offer(grade) for grade in GRADES],
        "extensions": [], "published_at": sa.func.now(),
    }  # fmt: skip
    op.get_bind().execute(policies.insert().values(first))
    for statement in GUARDS:
        op.execute(statement)
    op.create_table(
        "terms_offers",
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("policy_id", sa.Uuid, sa.ForeignKey("collection_policies.id")),
        sa.Column("said", JSONB, nullable=False, server_default="{}"),
        sa.Column("measured", JSONB, nullable=False, server_default="{}"),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("terms_offers_of_policy", "policy_id", "legal_entity_id"),
        sa.Index("terms_offers_missing", "customer_id", postgresql_where=sa.text("policy_id IS NULL")),
    )
    op.execute(EACH_CUSTOMER)
    op.add_column("payment_plans", sa.Column("offered", JSONB))
    decided = sa.text("decided_at IS NOT NULL")
    op.create_index("promises_decided", "promises", ["decided_at"], postgresql_where=decided)


def downgrade() -> None:
    op.drop_index("promises_decided", "promises")
    op.drop_column("payment_plans", "offered")
    op.drop_table("terms_offers")
    op.drop_table("collection_policies")
    op.execute("DROP FUNCTION collection_policies_are_append_only()")


def _offer(grade: str) -> dict[str, Any]:
    return {"grade": grade, "ways": WAYS, "usual_days": 30, "most_days": None, "early": None}
