"""How are the events of the outbox published to the streams? (at least once, in order per record; id = event id)"""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pydantic_core
from nats.aio.client import Client
from nats.errors import BadSubjectError, MaxPayloadError
from nats.errors import Error as NatsError
from nats.js.errors import BadRequestError

from chassis.base import metrics
from chassis.base.logs import log
from chassis.db.outbox import CHANNEL
from chassis.events.connection import NatsConnection
from chassis.events.envelope import CONTENT_TYPE, Envelope
from chassis.events.message_size import message_size
from chassis.events.publisher import Message, Publisher
from chassis.events.streams import published_subject

LOCK = 0x0C0DE
BATCH = 200
POLL_SECONDS = 1.0  # while something is in the way: the lock, NATS, an event that failed
REST_SECONDS = 5.0  # else, as it is told of every event, and of the end of its connection
MARK_SECONDS = 1.0  # at the latest what was published is marked; while more comes, by the statement that looks for it
# Who has just been answered may ask again, and that goes first; what comes together goes out together.
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.004, 0.03
MEASURE_SECONDS = 10.0
TRIES_BEFORE_DEAD = 10
LONGEST_BACKOFF_SECONDS = 300

# What people did before what files brought, the oldest first; a record with an event that waits or is dead waits as a
# whole, the others go on. What was published before is marked by the same statement: until then a relay that dies
# leaves it to be published again, and the stream drops the same id. What has other attempts by now is not marked: it is
# to be published once more, as its stream was lost meanwhile.
WAITING = """
WITH marked AS (UPDATE outbox m SET published_at = now() FROM unnest($2::bigint[], $3::int[]) AS p (id, attempts)
  WHERE m.id = p.id AND m.attempts = p.attempts)
SELECT id, event_id, aggregate_id, aggregate_version, subject, payload, headers, occurred_at, attempts, bulk
FROM outbox o
WHERE published_at IS NULL AND id <> ALL($2::bigint[]) AND dead_at IS NULL AND next_attempt_at <= now() AND NOT EXISTS (
  SELECT FROM outbox b WHERE b.aggregate_id = o.aggregate_id AND b.id < o.id AND b.published_at IS NULL
  AND (b.dead_at IS NOT NULL OR b.next_attempt_at > now()))
ORDER BY bulk, id LIMIT $1"""
# Whatever the server thinks of how many wait: ten thousand that came at once are in no statistics yet, and would be
# sorted anew for each batch.
BY_INDEX = {"jit": "off"} | {
    f"enable_{way}": "off" for way in ("sort", "seqscan", "bitmapscan", "material", "hashjoin", "mergejoin")
}
FAILED = """
UPDATE outbox SET attempts = attempts + 1, last_error = $2,
  next_attempt_at = now() + make_interval(secs => least($3, power(2, attempts))),
  dead_at = CASE WHEN attempts + 1 >= $4 THEN now() END
WHERE id = $1"""
MEASURE = """
SELECT count(*) FILTER (WHERE dead_at IS NULL) AS waiting, count(dead_at) AS dead,
  coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE dead_at IS NULL)), 0) AS oldest
FROM outbox WHERE published_at IS NULL"""


class Relay:
    """One per service process; the one that holds the database's advisory lock publishes, the others stand by.

    Its connection also LISTENs: on the outbox's channel, so that it wakes at once, and for the other
    listeners by channel (they get "reload" after a time in which nobody listened).
    """

    def __init__(
        self,
        database_url: str,
        nats: NatsConnection | None,
        listeners: Mapping[str, Callable[[str], None]] | None = None,
        *,
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._url = database_url
        self._nats = nats
        self._listeners = listeners or {}
        self._is_busy = is_busy
        self._wake = asyncio.Event()
        self._leads = False
        self._published: list[tuple[int, int]] = []  # and not marked yet: which, after how many attempts
        self._publisher: Publisher | None = None
        self._failed_at = -math.inf
        self._measured_at = 0.0

    async def run(self) -> None:
        """Until it is cancelled; a lost connection is made again."""
        while True:
            try:
                await self._session()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("relay waits for the database", error=str(error) or repr(error))
            except Exception:
                log.exception("relay failed")
            self._leads, self._published = False, []
            await asyncio.sleep(1)

    async def _session(self) -> None:
        connection = await asyncpg.connect(
            self._url, timeout=5, command_timeout=12, server_settings={"application_name": "relay", **BY_INDEX}
        )
        try:
            await _with_json(connection)
            connection.add_termination_listener(lambda _: self._wake.set())
            for channel in {CHANNEL, *self._listeners}:
                await connection.add_listener(channel, self._notified)
            for notify in self._listeners.values():
                notify("reload")  # what was notified while nobody listened is not known
            while True:
                self._wake.clear()
                if not await self._turn(connection):
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), self._patience_s())
                        await self._release_lock_first()
        finally:
            connection.terminate()

    def _patience_s(self) -> float:
        """How long it waits to be told of an event."""
        if self._published:
            return MARK_SECONDS
        is_troubled = time.monotonic() - self._failed_at < LONGEST_BACKOFF_SECONDS
        nats_is_up = self._nats is not None and self._nats.is_up
        return REST_SECONDS if self._leads and nats_is_up and not is_troubled else POLL_SECONDS

    async def _release_lock_first(self) -> None:
        """A moment, and as long as somebody is being answered; in steady traffic no longer than the longest pause."""
        latest = time.monotonic() + LONGEST_PAUSE_SECONDS
        await asyncio.sleep(PAUSE_SECONDS)
        while self._is_busy() and time.monotonic() < latest:  # noqa: ASYNC110 (a look costs less than telling)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _turn(self, connection: asyncpg.Connection) -> bool:
        """True when there may be more at once."""
        if not self._leads:
            self._leads = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
        if not self._leads:
            await connection.execute("")  # a dead connection shows itself
            return False
        await self._measure(connection)
        if self._nats is None or not self._nats.is_up:
            return False
        return await self.drain(connection, await self._nats.client())

    async def drain(self, connection: asyncpg.Connection, client: Client) -> bool:
        """Publish one batch: what is about one record one after another, different records at the same time.
        True when it went well and was full."""
        ids, attempts = zip(*self._published, strict=True) if self._published else ((), ())
        rows = await connection.fetch(WAITING, BATCH, ids, attempts)
        self._published = []
        records: dict[str, list[Fact]] = {}
        for row in rows:
            records.setdefault(row["aggregate_id"], []).append(_fact(row, client.max_payload))
        publisher = await self._publisher_for(client)
        failures: list[Exception] = []
        for fact, failure in await publisher.publish(records.values()):
            if failure is None:
                self._published.append((fact.row["id"], fact.row["attempts"]))
                continue
            failures.append(failure)
            if isinstance(failure, NEVER):
                await self._record_failure(connection, fact.row, failure)
        metrics.EVENTS_PUBLISHED.inc(len(self._published))
        if failures:
            self._failed_at = time.monotonic()
        faults = [failure for failure in failures if not isinstance(failure, NEVER)]
        for fault in faults:
            if not isinstance(fault, OSError | TimeoutError | NatsError):
                raise fault
        if faults:
            log.warning("relay waits for nats", error=str(faults[0]) or repr(faults[0]))
        return not faults and len(rows) == BATCH

    async def _publisher_for(self, client: Client) -> Publisher:
        if self._publisher is None or self._publisher.client is not client:
            self._publisher = Publisher(client)
            await self._publisher.start()
        return self._publisher

    async def _record_failure(self, connection: asyncpg.Connection, row: asyncpg.Record, error: Exception) -> None:
        log.error("event cannot be published", event_id=str(row["event_id"]), subject=row["subject"], error=str(error))
        reason = f"{type(error).__name__}: {error}"[:500]
        tries = 1 if isinstance(error, TooLarge) else TRIES_BEFORE_DEAD
        await connection.execute(FAILED, row["id"], reason, LONGEST_BACKOFF_SECONDS, tries)

    async def _measure(self, connection: asyncpg.Connection) -> None:
        if time.monotonic() - self._measured_at < MEASURE_SECONDS:
            return
        self._measured_at = time.monotonic()
        row = await connection.fetchrow(MEASURE)
        if row is not None:
            metrics.WAITING.set(row["waiting"])
            metrics.OUTBOX_DEAD.set(row["dead"])
            metrics.OLDEST.set(float(row["oldest"]))

    def _notified(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        if channel == CHANNEL:
            self._wake.set()
        if channel in self._listeners:
            self._listeners[channel](str(payload))


class TooLarge(MaxPayloadError):
    """It never becomes smaller, so it is dead at once."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(size, most)
        self.size, self.most = size, most

    def __str__(self) -> str:
        return f"{self.size} bytes with its headers, and the server takes {self.most}"


NEVER = (MaxPayloadError, BadSubjectError, BadRequestError, ValueError)  # the later ones of its record wait for it


@dataclass(frozen=True)
class Fact(Message):
    """A row of the outbox on its way; the stream drops the same id again."""

    row: Mapping[str, Any] = field(default_factory=dict)


def _fact(row: Mapping[str, Any], most: int) -> Fact:
    headers = {"Nats-Msg-Id": str(row["event_id"]), "Content-Type": CONTENT_TYPE, "Aggregate-Id": row["aggregate_id"]}
    subject = published_subject(row["subject"], is_bulk=row["bulk"])
    try:
        body = Envelope.of_row(row).encoded()
    except ValueError as wrong:
        return Fact(subject, b"", headers, wrong, row)
    size = message_size(body, headers)
    return Fact(subject, body, headers, TooLarge(size, most) if size > most else None, row)


async def _with_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_to_json, decoder=pydantic_core.from_json, format="text"
    )


def _to_json(value: Any) -> str:
    return pydantic_core.to_json(value).decode()
