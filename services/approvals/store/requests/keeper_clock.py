"""How is the nearest time of a keeper kept, so that it looks earlier when something comes that is due before?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from chassis.db.unit_of_work import Work

# An UPDATE and no ON CONFLICT DO UPDATE: that would lock the row, and so let one writer in at a time, also when
# nothing moves. https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
WAKE = """
WITH moved AS (UPDATE {0} SET next_due_at = $2, version = version + 1
  WHERE id = $1 AND (next_due_at IS NULL OR next_due_at > $2) RETURNING version),
made AS (INSERT INTO {0} SELECT $1, $2, 1 WHERE NOT EXISTS (SELECT FROM {0} WHERE id = $1)
  ON CONFLICT DO NOTHING RETURNING version)
SELECT version FROM moved UNION ALL SELECT version FROM made"""


@dataclass(frozen=True)
class KeeperClock:
    """The one row of `table`; `nearest`: the query for what it should say."""

    id: UUID
    table: str
    nearest: str

    async def wake(self, work: Work, at: datetime) -> int | None:
        """The clock's version when it now rings earlier. Until the commit no sweep sets it anew; writers do not wait
        for one another unless they move it."""
        await work.fetch(f"SELECT pg_advisory_xact_lock_shared({self._lock})")
        moved = await work.fetch(self._wake, self.id, at)  # with a view of what was committed before the lock was given
        return moved[0]["version"] if moved else None

    async def set_anew(self, work: Work) -> datetime | None:
        """To the nearest of all. Waits for those who are writing something down now."""
        await work.fetch(f"SELECT pg_advisory_xact_lock({self._lock})")
        at: datetime | None = (await work.fetch(self.nearest))[0][0]
        await work.fetch(f"UPDATE {self.table} SET next_due_at = $2 WHERE id = $1", self.id, at)
        return at

    @property
    def _lock(self) -> str:
        return f"hashtextextended('{self.table}', 0)"

    @cached_property
    def _wake(self) -> str:
        return WAKE.format(self.table)
