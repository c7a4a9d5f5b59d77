"""How does one use case become one transaction: rows, outbox, inbox and idempotency key together?"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.db.database import Database, driver_of
from chassis.db.inbox import Deliveries, Delivery
from chassis.db.outbox import INSERT_EVENTS, outbox_values
from chassis.db.watched_rows import has_unwritten, watched
from chassis.db.written_rows import Part, must_have_found, take_rows, together
from messages.base import Event
from messages.errors import Malformed, Stale

NO_CAUSE: Mapping[str, str] = {}  # of its own: that of the whole
KEYED_IDS = UUID("0d5f0b0a-5c3c-5d6b-8f0e-1a2b3c4d5e6f")

CLAIM_KEY = (
    "INSERT INTO idempotency (principal, key, request_hash) VALUES ($1, $2, $3)"
    " ON CONFLICT (principal, key) DO UPDATE SET repeats = idempotency.repeats + 1"
    " RETURNING request_hash, repeats"
)
NUMBERS = (
    "INSERT INTO number_series AS s (series, legal_entity_id, year, last) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (series, legal_entity_id, year) DO UPDATE SET last = s.last + $4 RETURNING last"
)


Writer = Callable[["Work", Sequence[Any]], Part]
Follower = Callable[["Work", Sequence[Any]], Awaitable[None]]


@dataclass(frozen=True)
class RequestKey:
    """An Idempotency-Key and what it was sent with."""

    key: str
    request_hash: bytes


@dataclass
class UnitOfWork:
    """Made per request or per event; `begin()` opens its one transaction."""

    database: Database
    actor: Actor
    as_of: datetime | None = None  # virtual time, only from a process
    key: RequestKey | None = None
    delivery: Delivery | Deliveries | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # cause and trace, kept with every event
    is_rehearsal: bool = False  # all is written as always, and taken back before it is committed
    _ids: int = 0

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """One statement that only reads, in no transaction: one round trip, where `begin` takes three."""
        async with self.database.engine.connect() as connection:
            adapted: Any = (await connection.get_raw_connection()).dbapi_connection
            try:
                found: list[asyncpg.Record] = await adapted.driver_connection.fetch(sql, *values)
            except Exception:
                await connection.invalidate()  # a lost one must not go back to the pool
                raise
            return found

    async def read(self, tables: tuple[type[Any], ...], sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The same for rows to be shown: nobody watches them."""
        return list(watched(None, tables, await self.fetch(sql, *values)))

    def begin(self, reading: str | None = None) -> "AbstractAsyncContextManager[Work]":
        """ONE transaction. It commits at the end of the block; any exception rolls it back.

        Two uses in one request are two transactions; the key or the event is claimed in the first. `reading`: one value
        that an event's handler needs anyway, read by the statement that claims the event: `work.read_with_claim`.
        """
        return self._transaction(reading=reading)

    def begin_import(self) -> "AbstractAsyncContextManager[Work]":
        """The same for the rows of a file: what it publishes goes out after what people do, and by a way of its own."""
        return self._transaction(is_bulk=True)

    @asynccontextmanager
    async def _transaction(self, *, is_bulk: bool = False, reading: str | None = None) -> "AsyncIterator[Work]":
        async with self.database.session() as session, session.begin():
            work = Work(self, session, is_bulk=is_bulk)
            if isinstance(self.delivery, Delivery):
                work.read_with_claim = await self.delivery.claim(work.fetch, reading)
            elif self.delivery is not None:
                work.claimed = await self.delivery.claim(work.fetch)
            elif self.key is not None:
                work.repeated = await self._claim_key(work, self.key)
            yield work
            await work.flush()
            if self.is_rehearsal:
                await session.rollback()
        self.delivery = self.key = None

    async def _claim_key(self, work: "Work", key: RequestKey) -> bool:
        known, repeats = (await work.fetch(CLAIM_KEY, self.actor.id, key.key, key.request_hash))[0]
        if known != key.request_hash:
            raise Malformed("Idempotency-Key", key.key, "SYS-5")
        return bool(repeats)


class Work:
    """What a use case has in its hands inside the transaction."""

    def __init__(self, uow: UnitOfWork, session: AsyncSession, *, is_bulk: bool = False) -> None:
        self._uow = uow
        self._is_bulk = is_bulk
        self._key = uow.key
        self._events: list[tuple[Event, Mapping[str, str]]] = []
        self._gathered: dict[Writer, list[Any]] = {}
        self._following: dict[Follower, list[Any]] = {}
        self._driver: asyncpg.Connection | None = None
        self.session = session
        self.actor = uow.actor
        self.now: datetime = uow.as_of or clock.now()
        self.repeated = False
        self.read_with_claim: Any = None  # None: it was not claimed here
        self.claimed: frozenset[UUID] = frozenset()  # of several events that are handled together, the new ones

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """One fixed statement straight on the driver, in this same transaction: a fifth of the time that it takes
        through the session. For what every act does; it does not see what the session has not flushed yet.
        """
        if self._driver is None:
            self._driver = await driver_of(self.session)
        found: list[asyncpg.Record] = await self._driver.fetch(sql, *values)
        return found

    async def read(self, tables: tuple[type[Any], ...], sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """As `fetch`, for rows that the session watches (`watched_rows`): it writes what it has of these tables first,
        and what is changed of them then is written at the end."""
        await self.write(*tables)
        return list(watched(self.session, tables, await self.fetch(sql, *values)))

    async def read_writing(self, tables: tuple[type[Any], ...], sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The same; what waits of other tables is written by this statement, which does not see it."""
        await self.write(*tables)
        found = await self._send(await self._rows(), Part(sql, values))
        return list(watched(self.session, tables, found))

    async def write(self, *tables: type[Any]) -> None:
        """All that the session has not written yet, now and not at the end; only if some of it is of these tables."""
        if (not tables or has_unwritten(self.session, tables)) and (parts := await self._rows()):
            await self._send(parts)

    def new_id(self) -> UUID:
        """A new UUIDv7; with an Idempotency-Key, ids that a repeat of the request finds again."""
        if self._key is None:
            return clock.new_id()
        self._uow._ids += 1
        return uuid5(KEYED_IDS, f"{self.actor.id}/{self._key.key}/{self._uow._ids}")

    def emit(self, event: Event, cause: Mapping[str, str] = NO_CAUSE) -> None:
        """Publish it, when and only when this transaction commits. `cause`: which of several events that are handled
        together led to it."""
        self._events.append((event, cause))

    def gather(self, write: Writer, item: Any) -> None:
        """Keep it with the others that the same `write` gathers; it says once, before the commit, what writes all."""
        self._gathered.setdefault(write, []).append(item)

    def follow(self, act: Follower, item: Any) -> None:
        """Keep it for what the same `act` does once, before the commit, when all of this is written and can be read."""
        self._following.setdefault(act, []).append(item)

    @property
    def tz(self) -> str:
        """In which zone the company's days begin."""
        return self._uow.database.tz

    async def next_number(self, series: str, legal_entity_id: str, *, on: date | None = None) -> str:
        """`CT-2026-CS-CN-000001`. Take it last: the series is locked until the commit (that is what leaves no gaps)."""
        return (await self.next_numbers(1, series, legal_entity_id, on=on))[0]

    async def next_numbers(
        self, how_many: int, series: str, legal_entity_id: str, *, on: date | None = None
    ) -> list[str]:
        """Several in a row, for imports. The year is that of `on`, else of now in the company's time zone."""
        if how_many == 0:
            return []
        year = (on or self.now.astimezone(ZoneInfo(self.tz)).date()).year
        last: int = (await self.fetch(NUMBERS, series, legal_entity_id, year, how_many))[0]["last"]
        return [f"{series}-{year}-{legal_entity_id}-{n:06d}" for n in range(last - how_many + 1, last + 1)]

    async def flush(self) -> None:
        """Write the rows, what was gathered and the events in one statement, and then what follows from them.

        `begin()` does it before the commit.
        """
        await self._write_all()
        following, self._following = self._following, {}
        for act, items in following.items():
            await act(self, items)
        if following:
            await self._write_all()

    async def _write_all(self) -> None:
        parts = await self._rows()
        gathered, self._gathered = self._gathered, {}
        parts += [write(self, items) for write, items in gathered.items()]
        events, self._events = self._events, []
        if events:
            headers = [self._headers(cause) for _, cause in events]
            own = [event for event, _ in events]
            values = outbox_values(own, occurred_at=self.now, headers=headers, is_bulk=self._is_bulk)
            await self._send(parts, Part(INSERT_EVENTS, values))
        elif parts:
            await self._send(parts)

    async def _rows(self) -> list[Part]:
        rows = take_rows(self.session)
        if rows is None:
            await self.session.flush()
        return rows or []

    async def _send(self, parts: Sequence[Part], last: Part | None = None) -> list[asyncpg.Record]:
        sql, values, _ = together(parts, last)
        found = await self.fetch(sql, *values)
        must_have_found(parts, found)
        return found

    def _headers(self, cause: Mapping[str, str]) -> dict[str, Any]:
        return {**self._uow.headers, **cause, "actor": str(self.actor.id), "actorname": self.actor.name}


def must_match(kind: str, id: UUID, *, current: int, expected: int | None) -> None:
    """Raises Stale when the record is no longer the one that was read (If-Match). None asks for nothing."""
    if expected is not None and expected != current:
        raise Stale(kind, id, current)
