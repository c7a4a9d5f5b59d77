"""What do the columns of steps and deliveries, and the function that locks a request, bear for names today?"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAMES = (
    ("steps", "bells", "timers"),
    ("steps", "rung", "level"),
    ("steps", "passed_over", "skipped"),
    ("steps", "asked", "positions"),
    ("deliveries", "said", "content"),
)
# Each statement of a VOLATILE function has a snapshot of its own (READ COMMITTED): the steps are read after the lock
# is held, and so as the one before us has left them. https://www.postgresql.org/docs/current/xfunc-volatility.html
LOCKED_REQUEST = """
CREATE FUNCTION {name}(wanted uuid) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  request json;
  route json;
  directory int;
BEGIN
  SELECT row_to_json(r) INTO request FROM requests r WHERE r.id = wanted FOR UPDATE;
  IF request IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT json_agg(s ORDER BY s.opened_at, s.key) INTO route FROM (
    SELECT st.*, (SELECT coalesce(json_agg(t ORDER BY t.position, t.opened_at), '[]') FROM tasks t
    WHERE t.step_id = st.id) AS signers FROM steps st WHERE st.request_id = wanted AND st.live) s;
  SELECT max(version) INTO directory FROM directory_version;
  RETURN json_build_object('request', request, 'steps', coalesce(route, '[]'), 'directory', directory);
END $$
"""


def upgrade() -> None:
    for table, old, new in NAMES:
        op.alter_column(table, old, new_column_name=new)
    op.execute("DROP FUNCTION locked_case(uuid)")
    op.execute(LOCKED_REQUEST.format(name="locked_request"))


def downgrade() -> None:
    for table, old, new in NAMES:
        op.alter_column(table, new, new_column_name=old)
    op.execute("DROP FUNCTION locked_request(uuid)")
    op.execute(LOCKED_REQUEST.format(name="locked_case"))
