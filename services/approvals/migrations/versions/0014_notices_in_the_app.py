"""Of what was somebody notified in the app, and has he read it?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Open pages listen to the outbox's channel: one line per person who has a new notice.
SAY = (
    "CREATE FUNCTION notice_written() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN PERFORM pg_notify('outbox', 'approvals.notice.written ' || NEW.person_id || ' 0'); RETURN NULL; END $$"
)
TRIGGER = (
    "CREATE TRIGGER notice_written AFTER INSERT OR UPDATE ON notices FOR EACH ROW EXECUTE FUNCTION notice_written()"
)
# What is new is wanted until it is unticked. Where there is no channel, the directory stays at its version.
WANTED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM channels WHERE active) THEN"
    " UPDATE channels SET events = events || '{record}' WHERE active; END IF; END $$"
)


def upgrade() -> None:
    op.create_table(
        "notices", sa.Column("id", sa.Uuid, primary_key=True), sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.Text, nullable=False), sa.Column("content", postgresql.JSONB, nullable=False),
        sa.Column("task_id", sa.Uuid), sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    op.create_index("notices_of_person", "notices", ["person_id", sa.text("created_at DESC"), sa.text("id DESC")])
    op.create_index("notices_unread", "notices", ["person_id"], postgresql_where=sa.text("read_at IS NULL"))
    op.execute(SAY)
    op.execute(TRIGGER)
    op.execute(WANTED)


def downgrade() -> None:
    op.execute("UPDATE channels SET events = array_remove(events, 'record')")
    op.drop_table("notices")
    op.execute("DROP FUNCTION notice_written()")
