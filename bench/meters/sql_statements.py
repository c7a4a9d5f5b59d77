"""How many SQL statements did the databases run? (pg_stat_statements; BEGIN and COMMIT do not count)"""

from types import TracebackType
from typing import Self

import asyncpg  # type: ignore[import-untyped]

OPTIONS = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track_utility": "off"}
COUNTED = """SELECT d.datname, sum(s.calls)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
WHERE d.datname <> current_database() GROUP BY d.datname"""


class Statements:
    """Of every database of one server but the one we ask in."""

    def __init__(self, admin_url: str) -> None:
        self._url = admin_url

    async def __aenter__(self) -> Self:
        self._connection = await asyncpg.connect(self._url)
        await self._connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.close()

    async def counted(self) -> dict[str, int]:
        """By database, since the server began."""
        return {str(name): int(calls) for name, calls in await self._connection.fetch(COUNTED)}
