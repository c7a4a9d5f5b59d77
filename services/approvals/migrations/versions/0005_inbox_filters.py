"""What do the filters of the inbox, the grades of people, and edits of what is pending need to remember?"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEWEST: list[Any] = ["person_id", sa.text("opened_at DESC"), sa.text("id DESC")]
OPEN = sa.text("state = 'OPEN'")


def upgrade() -> None:
    op.add_column("tasks", sa.Column("claimable", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE tasks t SET claimable = true FROM steps s, requests r, policies p WHERE s.id = t.step_id"
        " AND r.id = t.request_id AND p.id = r.policy_id AND t.kind = 'APPROVAL' AND s.asked > 1 AND s.state = 'OPEN'"
        " AND jsonb_path_exists(p.body, '$.** ? (@.step == $key && @.mode == \"any\")',"
        " jsonb_build_object('key', s.key))"
    )
    op.drop_index("inbox_of_person", "tasks")
    included = ["due_at", "kind", "claimable", "on_behalf_of"]  # counted without the rows
    op.create_index("inbox_of_person", "tasks", NEWEST, postgresql_where=OPEN, postgresql_include=included)
    op.add_column("persons", sa.Column("grade", sa.SmallInteger, nullable=True))
    op.create_check_constraint("grade_is_small", "persons", "grade BETWEEN 1 AND 99")
    op.add_column("requests", sa.Column("edited", pg.JSONB, nullable=True))


def downgrade() -> None:
    op.drop_column("requests", "edited")
    op.drop_column("persons", "grade")
    op.drop_index("inbox_of_person", "tasks")
    op.create_index("inbox_of_person", "tasks", NEWEST, postgresql_where=OPEN, postgresql_include=["due_at", "kind"])
    op.drop_column("tasks", "claimable")
