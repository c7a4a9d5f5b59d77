"""Does what a database keeps as a sum agree with what it is the sum of? (for the auditor)"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Check:
    """`code` words it; `pairs` is a query of (number, kept, computed), one row for each record that it looks at."""

    code: str
    pairs: str


@dataclass(frozen=True)
class Checked:
    """How many records it looked at, how many of them are broken, and the first of these by its number."""

    code: str
    records: int
    broken: int = 0
    number: str = ""
    kept: str = ""
    computed: str = ""


# The database adds up and sorts, on its disk where it must; one row comes back however many there are.
FIRST = """
WITH looked AS (SELECT number::text AS number, kept::text AS kept, computed::text AS computed,
    kept IS DISTINCT FROM computed AS broken FROM ({pairs}) pairs (number, kept, computed))
SELECT (SELECT count(*) FROM looked) AS records, (SELECT count(*) FROM looked WHERE broken) AS broken,
    one.number, one.kept, one.computed
FROM (SELECT 1) always LEFT JOIN (SELECT * FROM looked WHERE broken ORDER BY number LIMIT 1) one ON true"""


async def check_books(url: str, checks: Sequence[Check]) -> AsyncIterator[Checked]:
    """Each of one instant, one after the other: what is written meanwhile breaks none."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), server_settings={"timezone": "UTC"})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for check in checks:
                row = await connection.fetchrow(FIRST.format(pairs=check.pairs))
                said = {name: row[name] or "" for name in ("number", "kept", "computed")}
                yield Checked(check.code, row["records"], row["broken"], **said)
    finally:
        await connection.close()
