"""How are all audit chains of a database read, one after the other, with what was made of them? (for the verifier)"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import asyncpg  # type: ignore[import-untyped]

from services.approvals.domain.audit.anchors import Anchor, Head
from services.approvals.domain.audit.verification import Chain, Entry, RequestCopy, Round, Vote
from services.approvals.domain.canonical import sha256

T = TypeVar("T")
AT_ONCE = 2_000  # rows of one fetch
# Each in the order of its chain, so that they can be read side by side with little in memory.
ENTRIES = "SELECT chain, seq, at, actor_id, actor_name, code, params::text, hash FROM audit ORDER BY chain, seq"
REQUESTS = "SELECT id, about_number, audit_seq, audit_hash, state, outcome FROM requests ORDER BY id"
VOTES = (
    "SELECT request_id, voter_id, on_behalf_of, verdict, comment, content_hash FROM votes"
    " ORDER BY request_id, decided_at, task_id"
)
ROUNDS = (  # and what the signers are shown now
    "SELECT request_id, round, content::text, attachments::text, content_hash FROM rounds UNION ALL"
    " SELECT id, round, content::text, attachments::text, content_hash FROM requests ORDER BY 1, 2"
)
ANCHORED = "SELECT chain, anchor, seq, hash FROM anchored ORDER BY chain, seq"
TODOS = "SELECT id, about_number, state FROM tasks WHERE kind = 'TODO' ORDER BY id"
HEADS = "SELECT anchor, chain, seq, hash FROM anchored ORDER BY anchor, chain"


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Any]:
    """One read-only view of the database, however long the reading takes."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), server_settings={"timezone": "UTC"})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection
    finally:
        await connection.close()


async def count_entries(connection: Any) -> int:
    found: int = await connection.fetchval("SELECT count(*) FROM audit")
    return found


async def list_chains(connection: Any) -> AsyncIterator[Chain]:
    """In the order of their ids; also those of which only the request or an anchor is left."""
    entries = _Stream(connection, ENTRIES, _entry)
    anchored = _Stream(connection, ANCHORED, lambda row: (row[1], Head(row[0], row[2], row[3])))
    asked = _Stream(connection, REQUESTS, lambda row: RequestCopy(row[1], Head(row[0], row[2], row[3]), row[4], row[5]))
    votes = _Stream(connection, VOTES, lambda row: Vote(*row[1:]))
    rounds = _Stream(connection, ROUNDS, lambda row: Round(row[1], json.loads(row[2]), json.loads(row[3]), row[4]))
    todos = _Stream(connection, TODOS, lambda row: (row[1], row[2]))
    policies = await _policies(connection)
    streams: tuple[_Stream[Any], ...] = (entries, anchored, asked, votes, rounds, todos)
    for stream in streams:
        await stream.start()
    while nexts := [stream.next for stream in streams if stream.next is not None]:
        id = min(nexts)
        request, todo = await asked.of(id), await todos.of(id)
        yield Chain(
            id, await entries.of(id), await anchored.of(id), request[0] if request else None, await votes.of(id),
            await rounds.of(id), todo[0] if todo else None, policies.pop(id, {}),
        )  # fmt: skip
    for id, versions in policies.items():
        yield Chain(id, (), policies=versions)


async def list_anchors(connection: Any) -> list[Anchor]:
    return [Anchor(*row) for row in await connection.fetch("SELECT * FROM anchors ORDER BY number")]


async def list_heads(connection: Any) -> AsyncIterator[tuple[int, list[Head]]]:
    """What each anchor covers."""
    stream: _Stream[Head] = _Stream(connection, HEADS, lambda row: Head(row[1], row[2], row[3]))
    await stream.start()
    while (number := stream.next) is not None:
        yield number, await stream.of(number)


async def list_copies(connection: Any) -> dict[int, str]:
    """Number → hash of the anchors that insights has heard of."""
    rows = await connection.fetch("SELECT data FROM event WHERE subject = 'approvals.audit.anchored.v1'")
    told = [json.loads(row[0]) for row in rows]
    return {int(one["number"]): str(one["hash"]) for one in told}


class _Stream(Generic[T]):
    """The rows of one query, group by group of its first column."""

    def __init__(self, connection: Any, query: str, read: Callable[[Any], T]) -> None:
        self._connection, self._query, self._read = connection, query, read
        self._rows: list[Any] = []
        self._at = 0
        self.next: Any = None

    async def start(self) -> None:
        self._cursor = await self._connection.cursor(self._query)
        await self._fetch()

    async def of(self, id: Any) -> list[T]:
        found: list[T] = []
        while self.next == id:
            found.append(self._read(self._rows[self._at]))
            self._at += 1
            if self._at == len(self._rows):
                await self._fetch()
            else:
                self.next = self._rows[self._at][0]
        return found

    async def _fetch(self) -> None:
        self._rows, self._at = await self._cursor.fetch(AT_ONCE), 0
        self.next = self._rows[0][0] if self._rows else None


def _entry(row: Any) -> Entry:
    return Entry(row[1], row[2], row[3], row[4], row[5], json.loads(row[6]), row[7])


async def _policies(connection: Any) -> dict[UUID, dict[int, str]]:
    rows = await connection.fetch("SELECT key, version, body::text FROM policies ORDER BY key, version")
    return {
        uuid5(NAMESPACE_URL, f"policy/{key}"): {row[1]: sha256(json.loads(row[2])) for row in versions}
        for key, versions in groupby(rows, key=lambda row: row[0])
    }
