"""Since when do a person's tokens hold, and from where were passwords tried?"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("valid_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_in_failures", sa.Column("address", sa.Text, nullable=False, server_default=""))
    op.create_index("sign_in_failures_of_address", "sign_in_failures", ["address", "failed_at"])
    op.create_table(
        "sign_in_addresses", sa.Column("login", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("sign_in_addresses")
    op.drop_index("sign_in_failures_of_address", "sign_in_failures")
    op.drop_column("sign_in_failures", "address")
    op.drop_column("persons", "valid_after")
