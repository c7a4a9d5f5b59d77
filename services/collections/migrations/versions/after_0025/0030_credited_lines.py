"""How much of each line of an order is not paid for after all?"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("billable_lines", sa.Column("credited", sa.Numeric(18, 2), server_default="0", nullable=False))
    op.add_column("billable_lines", sa.Column("credited_pieces", sa.Integer, server_default="0", nullable=False))
    op.create_check_constraint(
        "credited_of_the_line", "billable_lines", "credited BETWEEN 0 AND total AND credited_pieces >= 0"
    )


def downgrade() -> None:
    op.drop_constraint("credited_of_the_line", "billable_lines")
    op.drop_column("billable_lines", "credited_pieces")
    op.drop_column("billable_lines", "credited")
