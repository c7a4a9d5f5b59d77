"""How is a request locked and then read in one round trip?"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Each statement of a VOLATILE function has a snapshot of its own (READ COMMITTED): the steps are read after the lock
# is held, and so as the one before us has left them. https://www.postgresql.org/docs/current/xfunc-volatility.html
LOCKED_CASE = """
CREATE FUNCTION locked_case(wanted uuid) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
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
    op.execute(LOCKED_CASE)


def downgrade() -> None:
    op.execute("DROP FUNCTION locked_case(uuid)")
