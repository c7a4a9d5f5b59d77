"""How are the to-dos of one act locked and read with one statement each?"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# Each statement of a VOLATILE function has a snapshot of its own (READ COMMITTED): what is read after the lock is held
# is as the one before us has left it. https://www.postgresql.org/docs/current/xfunc-volatility.html
LOCKED_TODOS = """
CREATE FUNCTION locked_todos(wanted uuid[], open_ones_of text)
RETURNS TABLE (todo tasks, seq int, hash text) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  held uuid[];
BEGIN
  SELECT array_agg(l.id) INTO held FROM (
    SELECT t.id FROM tasks t WHERE t.kind = 'TODO'
    AND (t.id = ANY(wanted) OR (t.process_id = open_ones_of AND t.state = 'OPEN')) ORDER BY t.id FOR UPDATE) l;
  RETURN QUERY SELECT t, a.seq, a.hash FROM tasks t
    LEFT JOIN LATERAL (SELECT b.seq, b.hash FROM audit b WHERE b.chain = t.id ORDER BY b.seq DESC LIMIT 1) a ON true
    WHERE t.id = ANY(held) ORDER BY t.id;
END $$
"""
ENDED_TODOS = """
CREATE FUNCTION ended_todos(about uuid, kinds text[], newest bigint)
RETURNS SETOF tasks LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO todo_endings SELECT about, k, newest FROM unnest(kinds) k ORDER BY k
    ON CONFLICT ON CONSTRAINT todo_endings_pkey
    DO UPDATE SET version = greatest(todo_endings.version, excluded.version);
  RETURN QUERY SELECT t.* FROM tasks t
    WHERE t.about_id = about AND t.todo = ANY(kinds) AND t.kind = 'TODO' AND t.state = 'OPEN' ORDER BY t.id FOR UPDATE;
END $$
"""


def upgrade() -> None:
    op.execute(LOCKED_TODOS)
    op.execute(ENDED_TODOS)


def downgrade() -> None:
    op.execute("DROP FUNCTION ended_todos(uuid, text[], bigint)")
    op.execute("DROP FUNCTION locked_todos(uuid[], text)")
