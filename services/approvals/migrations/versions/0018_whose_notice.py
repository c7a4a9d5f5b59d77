"""In which legal entity does somebody have a new notice? Open pages hear of their own only."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SAY = (
    "CREATE OR REPLACE FUNCTION notice_written() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN PERFORM pg_notify('outbox', 'approvals.notice.written ' || NEW.person_id || ' 0 '"
    " || coalesce((SELECT legal_entity_id FROM persons WHERE id = NEW.person_id), '')); RETURN NULL; END $$"
)
BEFORE = (
    "CREATE OR REPLACE FUNCTION notice_written() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN PERFORM pg_notify('outbox', 'approvals.notice.written ' || NEW.person_id || ' 0'); RETURN NULL; END $$"
)


def upgrade() -> None:
    op.execute(SAY)


def downgrade() -> None:
    op.execute(BEFORE)
