"""How is the nearest clock of requests kept and found, and its keeper told?"""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.unit_of_work import Work

CLOCK = UUID("2b6a5b1e-7f0e-5c55-9d0a-6a0c3a1f9e02")
LOCK = "hashtextextended('request clock', 0)"
WRITING = f"SELECT pg_advisory_xact_lock_shared({LOCK})"
SWEEPING = f"SELECT pg_advisory_xact_lock({LOCK})"
# An UPDATE and no ON CONFLICT DO UPDATE: that would lock the row, and so let one submission in at a time, also when
# nothing moves. https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
WAKE = """
WITH moved AS (UPDATE request_clock SET next_due_at = $2, version = version + 1
  WHERE id = $1 AND (next_due_at IS NULL OR next_due_at > $2) RETURNING version),
made AS (INSERT INTO request_clock SELECT $1, $2, 1 WHERE NOT EXISTS (SELECT FROM request_clock WHERE id = $1)
  ON CONFLICT DO NOTHING RETURNING version)
SELECT version FROM moved UNION ALL SELECT version FROM made"""
NEAREST = "SELECT min(next_at) FROM requests WHERE next_at IS NOT NULL"
SET = "UPDATE request_clock SET next_due_at = $2 WHERE id = $1"
# Put off before it is handled: one that fails is tried again later, and does not keep the others waiting.
PUT_OFF = """
UPDATE requests SET next_at = $1::timestamptz + $2::interval WHERE id = (SELECT id FROM requests WHERE next_at <= $1
ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"""


async def wake(work: Work, at: datetime) -> int | None:
    """The clock's version when it now rings earlier. Until the commit no sweep sets it anew; writers do not wait for
    one another unless they move it."""
    await work.fetch(WRITING)
    moved = await work.fetch(WAKE, CLOCK, at)
    return moved[0]["version"] if moved else None


async def set_clock(work: Work) -> datetime | None:
    """The nearest of all. Waits for those who are opening a step now."""
    await work.fetch(SWEEPING)
    at: datetime | None = (await work.fetch(NEAREST))[0][0]
    await work.fetch(SET, CLOCK, at)
    return at


async def put_off_next(work: Work, by: timedelta) -> UUID | None:
    """The request that has been due for longest, put off; None when nothing is due."""
    found = await work.fetch(PUT_OFF, work.now, by)
    return found[0]["id"] if found else None
