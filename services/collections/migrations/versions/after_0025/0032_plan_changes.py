"""How is a row of a plan paid, and why was the plan changed?"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("method", "note"):
        op.add_column("instalments", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.add_column("payment_plans", sa.Column("changed_by", sa.Uuid, nullable=True))
    op.add_column("payment_plans", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payment_plans", sa.Column("reason", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("reason", "changed_at", "changed_by"):
        op.drop_column("payment_plans", name)
    for name in ("note", "method"):
        op.drop_column("instalments", name)
