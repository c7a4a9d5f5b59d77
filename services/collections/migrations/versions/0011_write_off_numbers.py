"""May the receivables of two legal entities have one number? Then so may their write-offs: each is numbered within its
own."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("write_offs_number_key", "write_offs")
    op.drop_index("write_offs_of_receivable", "write_offs")
    op.create_unique_constraint("write_offs_of_receivable", "write_offs", ["receivable_id", "number"])


def downgrade() -> None:
    op.drop_constraint("write_offs_of_receivable", "write_offs")
    op.create_index("write_offs_of_receivable", "write_offs", ["receivable_id"])
    op.create_unique_constraint("write_offs_number_key", "write_offs", ["number"])
