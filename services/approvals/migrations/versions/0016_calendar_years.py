"""Which country and which years does a calendar have, and which days did the house name?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DAYS = ARRAY(sa.Date)


def upgrade() -> None:
    op.add_column("calendars", sa.Column("country", sa.Text))
    op.add_column("calendars", sa.Column("subdivision", sa.Text))
    op.add_column("calendars", sa.Column("years", JSONB, nullable=False, server_default="[]"))
    op.add_column("calendars", sa.Column("own_holidays", DAYS, nullable=False, server_default="{}"))
    op.add_column("calendars", sa.Column("own_makeup_days", DAYS, nullable=False, server_default="{}"))
    # Where they came from was not kept: they stay as days of the house until it is brought in again.
    op.execute("UPDATE calendars SET own_holidays = holidays, own_makeup_days = makeup_days")
