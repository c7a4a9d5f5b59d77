"""For what was a customer's money on account offered, so that the to-do goes when the money does?

For what is open while there is such money it may have been offered before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

OFFERED = """
INSERT INTO advance_offers (receivable_id, customer_id, currency, legal_entity_id)
SELECT r.id, r.customer_id, r.currency, r.legal_entity_id FROM receivables r
WHERE r.status = 'OPEN' AND EXISTS (SELECT FROM payments p
    WHERE p.customer_id = r.customer_id AND p.currency = r.currency AND p.legal_entity_id = r.legal_entity_id
      AND p.status IN ('CONFIRMED', 'REVERSED') AND p.allocated + p.refunded < p.amount)
"""


def upgrade() -> None:
    op.create_table(
        "advance_offers",
        sa.Column("receivable_id", sa.Uuid, sa.ForeignKey("receivables.id"), primary_key=True),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Index("advance_offers_of_customer", "customer_id", "currency", "legal_entity_id"),
    )
    op.execute(OFFERED)


def downgrade() -> None:
    op.drop_table("advance_offers")
