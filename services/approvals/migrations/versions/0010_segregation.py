"""How does the database itself keep duties apart?"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Who prepared it decides only where the policy says so; who has signed one step of a request signs no other, where
# the policy keeps duties apart. A word that was taken back (its task is closed), or of a step that is no longer on the
# live route, does not count.
KEEP_APART = """
CREATE FUNCTION duties_are_kept_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT NEW.self_allowed AND EXISTS (SELECT FROM requests r WHERE r.id = NEW.request_id
      AND (NEW.voter_id = ANY(r.prepared_by) OR NEW.on_behalf_of = ANY(r.prepared_by))) THEN
    RAISE EXCEPTION 'nobody decides what he prepared' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.segregated AND EXISTS (SELECT FROM tasks t JOIN votes v ON v.task_id = t.id JOIN steps s ON s.id = t.step_id
      WHERE t.request_id = NEW.request_id AND t.state = 'DONE' AND v.segregated AND s.live
      AND v.verdict IN ('APPROVE', 'REJECT') AND NEW.voter_id IN (v.voter_id, v.on_behalf_of)
      AND s.key <> (SELECT n.key FROM steps n WHERE n.id = NEW.step_id)) THEN
    RAISE EXCEPTION 'nobody signs two steps of one request' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$"""


def upgrade() -> None:
    op.add_column("votes", sa.Column("segregated", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(KEEP_APART)
    op.execute(
        "CREATE TRIGGER duties_are_kept_apart BEFORE INSERT ON votes"
        " FOR EACH ROW EXECUTE FUNCTION duties_are_kept_apart()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER duties_are_kept_apart ON votes")
    op.execute("DROP FUNCTION duties_are_kept_apart()")
    op.drop_column("votes", "segregated")
