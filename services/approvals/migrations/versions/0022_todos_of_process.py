"""A process that is begun anew ends the to-dos of the run before."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("state = 'OPEN' AND process_id IS NOT NULL")
    op.create_index("todos_of_process", "tasks", ["process_id"], postgresql_where=where)


def downgrade() -> None:
    op.drop_index("todos_of_process", "tasks")
