"""Which leads are of the very same company?"""

from alembic import op

revision = "leads_0020"
down_revision = "leads_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("lead_company", "lead", ["company_key"])


def downgrade() -> None:
    op.drop_index("lead_company", "lead")
