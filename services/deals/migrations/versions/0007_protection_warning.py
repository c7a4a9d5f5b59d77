"""Of which end of its protection was the owner of a registration warned?"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE registration ADD COLUMN warned_of timestamptz")
