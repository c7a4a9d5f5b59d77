"""What is read of the signers when a request is locked?"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# As in 0013, but of a task only what a signer is made of: a step may have many.
LOCKED_REQUEST = """
CREATE OR REPLACE FUNCTION locked_request(wanted uuid) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
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
    SELECT st.*, (SELECT coalesce(json_agg(t ORDER BY t.position, t.opened_at), '[]') FROM ({tasks}) t) AS signers
    FROM steps st WHERE st.request_id = wanted AND st.live) s;
  SELECT max(version) INTO directory FROM directory_version;
  RETURN json_build_object('request', request, 'steps', coalesce(route, '[]'), 'directory', directory);
END $$
"""
OF_A_SIGNER = """SELECT id, person_id, position, state, why, opened_at, kind, role, on_behalf_of, verdict, comment,
      decided_at, terms FROM tasks WHERE step_id = st.id"""


def upgrade() -> None:
    op.execute(LOCKED_REQUEST.format(tasks=OF_A_SIGNER))


def downgrade() -> None:
    op.execute(LOCKED_REQUEST.format(tasks="SELECT * FROM tasks WHERE step_id = st.id"))
