"""How are the requests of a month, and the steps that wait now, found for the figures?"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("requests_by_time", "requests", ["opened_at", "id"])
    waiting = sa.text("state = 'OPEN' AND live")
    op.create_index("steps_that_wait", "steps", ["opened_at", "id"], postgresql_where=waiting)


def downgrade() -> None:
    op.drop_index("steps_that_wait", "steps")
    op.drop_index("requests_by_time", "requests")
