"""How do messages come from the streams to the handlers: fetch, ack, ask again, give up with the reason?"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pydantic_core
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from sqlalchemy import text

from chassis.base import metrics
from chassis.base.logs import log
from chassis.base.tasks import run_together
from chassis.db import retry
from chassis.db.database import Database
from chassis.events.connection import NatsConnection
from chassis.events.dead_letters import write_dead_letter
from chassis.events.durable_watch import DurableWatch
from chassis.events.envelope import Envelope, Undecodable
from chassis.events.streams import Durable
from chassis.events.subscriptions import NotYet, Subscriptions, Unreachable
from chassis.events.waiting import is_waiting_place, set_aside
from messages.errors import RuleViolation

BATCH, MANY = 20, 100  # fetched at once; where a transaction takes many, all that the server lets one hold
OF_FILES_AT_ONCE = 4  # of different records, each of which bears any order
ASK_EXPIRES = 30_000_000_000  # nanoseconds, as NATS counts
HEARTBEAT = 2_000_000_000
SILENT_SECONDS = 5
NOT_YET_SECONDS = (0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
FAULT_SECONDS = (1, 2, 5, 10, 30, 60, 120)
NOT_YET_TRIES = 40  # about two and a half hours
FAULT_TRIES = 8
CRASH_TRIES = 200  # deliveries that never came to an answer: the handler kills its process
OUTAGE_POLL_SECONDS = 0.5


class Consumer:
    """Reads all durables of one service. While the database or another dependency is down it fetches nothing."""

    def __init__(self, subscriptions: Subscriptions, nats: NatsConnection, database: Database | None) -> None:
        self._subscriptions = subscriptions
        self._nats = nats
        self._database = database
        self.watch = DurableWatch(subscriptions.durables(), nats)
        self._failures: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._outage = asyncio.Event()
        self._batch = MANY if subscriptions.takes_many else BATCH

    async def run(self) -> None:
        """Until it is cancelled."""
        reading = {durable.name: self._read(durable) for durable in self._subscriptions.durables()}
        await run_together({**reading, "watch": self.watch.run()})

    def readiness(self) -> dict[str, Any]:
        """What `/readyz` says of it: consumers that are missing, paused or stand still, and how much is to be read."""
        return {"consumers": self.watch.lacks, "behind": self.watch.behind, "set_aside": self.watch.set_aside}

    async def _read(self, durable: Durable) -> None:
        while True:
            client = await self._nats.client()
            inbox = client.new_inbox()
            subscription: Subscription | None = None
            held: dict[int, Msg] = {}
            try:
                subscription = await client.subscribe(inbox, pending_msgs_limit=-1, pending_bytes_limit=-1)
                await self._pull(client, inbox, subscription, durable, held)
            except (NatsError, OSError, TimeoutError) as error:
                log.info("reading again", durable=durable.name, why=str(error) or repr(error))
            except Exception:
                log.exception("reading failed", durable=durable.name)
            finally:
                if subscription is not None:
                    await _release_messages(subscription, held)
            await asyncio.sleep(0.5)

    async def _pull(
        self, client: Client, inbox: str, subscription: Subscription, durable: Durable, held: dict[int, Msg]
    ) -> None:
        """One open request at a time; each message is taken the moment it comes. (nats-py's `fetch(n)` may wait for the
        rest of n until its timeout.) Returns when the request is lost: another subscription asks anew."""
        ask = pydantic_core.to_json({"batch": self._batch, "expires": ASK_EXPIRES, "idle_heartbeat": HEARTBEAT})
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{durable.stream}.{durable.name}"
        while True:
            await self._dependencies()
            await client.publish(subject, ask, reply=inbox)
            left = self._batch
            while left > 0:
                arrived = await self._arrived(subscription)
                messages = [message for message in arrived if message.reply.startswith("$JS.ACK")]
                ended = _ended(message for message in arrived if message not in messages)
                held.update({id(message): message for message in messages})
                await self._handle_all(messages, durable)
                held.clear()
                left = 0 if ended else left - len(messages)

    async def _arrived(self, subscription: Subscription) -> list[Msg]:
        """The next message, and whatever else has come by then, or within the time that the service gathers for.
        TimeoutError when the request is lost: after a reconnect, or when even the heartbeat is missing."""
        connection = self._nats.connections
        for second in range(1, SILENT_SECONDS + 1):
            try:
                found = [await subscription.next_msg(timeout=1)]
                break
            except TimeoutError:
                if second == SILENT_SECONDS or self._nats.connections != connection:
                    raise
        if self._subscriptions.gathers_s and subscription.pending_msgs < self._batch - 1:
            await asyncio.sleep(self._subscriptions.gathers_s)
        while len(found) < self._batch and subscription.pending_msgs > 0:
            found.append(await subscription.next_msg(timeout=0.05))
        return found

    async def _handle_all(self, messages: list[Msg], durable: Durable) -> None:
        """What one transaction can take, together; of the rest those about one record in their order, different records
        `at_once` at a time."""
        if len(messages) > 1:
            messages = await self._handle_together(messages, durable)
        at_once = max(self._subscriptions.at_once, OF_FILES_AT_ONCE if durable.is_bulk else 1)
        if at_once == 1 or len(messages) < 2:
            for message in messages:
                await self.handle_message(message, durable)
            return
        records: defaultdict[str, list[Msg]] = defaultdict(list)
        for message in messages:
            records[(message.headers or {}).get("Aggregate-Id", "")].append(message)
        places = asyncio.Semaphore(at_once)

        async def in_order(about: list[Msg]) -> None:
            async with places:
                for message in about:
                    await self.handle_message(message, durable)

        await asyncio.gather(*[in_order(about) for about in records.values()])

    async def _handle_together(self, messages: list[Msg], durable: Durable) -> list[Msg]:
        """In one transaction what comes for the first time and needs none of its own; the others are left, with what
        follows them of the same record. When it fails all are: one by one, a bad one fails alone, and what was down is
        waited for."""
        decoded: dict[UUID, Msg] = {}
        envelopes: list[Envelope] = []
        left: set[str] = set()
        for message in messages:
            record = (message.headers or {}).get("Aggregate-Id", "")
            with contextlib.suppress(Undecodable):
                envelope = Envelope.decoded(message.data)
                is_new = message.metadata.num_delivered == 1 and envelope.id not in decoded
                if is_new and not (record and record in left):
                    envelopes.append(envelope)
                    decoded[envelope.id] = message
                    continue
            left.add(record)
        try:
            saved = await self._subscriptions.handle_together(envelopes, self._database)
        except Exception as error:
            log.info("one by one", durable=durable.name, why=str(error)[:300] or repr(error))
            return messages
        for envelope in saved:
            await self._done(decoded[envelope.id], durable)
        done = {id(decoded[envelope.id]) for envelope in saved}
        return [message for message in messages if id(message) not in done]

    async def handle_message(self, message: Msg, durable: Durable) -> None:
        """Handle one message and answer it: ack, nak with a growing delay, or a dead letter with the reason."""
        place = (durable.name, message.metadata.sequence.stream)
        try:
            if message.metadata.num_delivered > CRASH_TRIES:
                raise Undecodable(f"delivered {CRASH_TRIES} times without an answer")
            await self._subscriptions.handle(Envelope.decoded(message.data), self._database)
        except NotYet as early:
            await self._retry_later(
                message, durable, place, f"NotYet: {early.kind} {early.id}", delays=NOT_YET_SECONDS, tries=NOT_YET_TRIES
            )
        except (Undecodable, RuleViolation) as never:
            await self._dead_letter(message, durable, f"{type(never).__name__}: {never}")
        except Unreachable as down:
            await self._wait_out(message, durable, down)
        except Exception as error:
            if retry.is_down(error):
                await self._wait_out(message, durable, error)
            else:
                log.exception("event failed", durable=durable.name, seq=place[1])
                reason = f"{type(error).__name__}: {error}"
                await self._retry_later(message, durable, place, reason, delays=FAULT_SECONDS, tries=FAULT_TRIES)
        else:
            await self._done(message, durable)

    async def _done(self, message: Msg, durable: Durable) -> None:
        self._failures.pop((durable.name, message.metadata.sequence.stream), None)
        await message.ack()
        metrics.EVENTS_RECEIVED.labels(durable.name, "done").inc()
        metrics.BEHIND.labels(durable.name).set(message.metadata.num_pending)

    async def _retry_later(
        self,
        message: Msg,
        durable: Durable,
        place: tuple[str, int],
        reason: str,
        *,
        delays: tuple[float, ...],
        tries: int,
    ) -> None:
        self._failures[place] += 1
        tried = self._failures[place]
        if tried >= tries:
            await self._dead_letter(message, durable, f"{reason} ({tried} times)")
            return
        metrics.EVENTS_RECEIVED.labels(durable.name, "later").inc()
        if not is_waiting_place(durable) and await set_aside(await self._nats.client(), message, durable):
            self._failures.pop(place, None)
            await message.ack()
        else:
            await message.nak(delay=delays[min(tried, len(delays)) - 1])

    async def _wait_out(self, message: Msg, durable: Durable, error: Exception) -> None:
        """Nothing is wrong with the message."""
        log.warning("waiting for what is down", durable=durable.name, error=str(error)[:300] or repr(error))
        metrics.EVENTS_RECEIVED.labels(durable.name, "waiting").inc()
        await message.nak(delay=1)
        await asyncio.sleep(OUTAGE_POLL_SECONDS)
        self._outage.set()
        await self._dependencies()

    async def _dependencies(self) -> None:
        """Returns when the database answers."""
        while self._outage.is_set() and self._database is not None:
            try:
                async with self._database.engine.connect() as connection:
                    await connection.execute(text("SELECT 1"))
                break
            except Exception as error:
                if not retry.is_down(error):
                    raise
                await asyncio.sleep(OUTAGE_POLL_SECONDS)
        self._outage.clear()

    async def _dead_letter(self, message: Msg, durable: Durable, reason: str) -> None:
        """Into the stream of dead letters, then never again; while that cannot be written the message stays."""
        client = await self._nats.client()
        sequence = message.metadata.sequence.stream
        try:
            await write_dead_letter(client, message, durable, reason)
        except (NatsError, TimeoutError, OSError) as error:
            log.error("dead letters cannot be written", error=str(error) or repr(error))
            await message.nak(delay=5)
            return
        log.error("event given up", durable=durable.name, subject=message.subject, seq=sequence, reason=reason[:300])
        self._failures.pop((durable.name, sequence), None)
        metrics.EVENTS_RECEIVED.labels(durable.name, "dead").inc()
        await message.term()


async def _release_messages(subscription: Subscription, held: dict[int, Msg]) -> None:
    """What was delivered and not answered need not wait out its ack_wait: this process stops or asks anew."""
    with contextlib.suppress(Exception):
        while subscription.pending_msgs > 0:
            message = await subscription.next_msg(timeout=0.05)
            held[id(message)] = message
        await subscription.unsubscribe()
        for message in held.values():
            if message.reply.startswith("$JS.ACK") and not message.is_acked:
                await message.nak()


def _ended(notices: Iterable[Msg]) -> bool:
    """A status other than a heartbeat (100) ends the request; one that says there is no consumer ends the reading."""
    ended = False
    for notice in notices:
        status = (notice.headers or {}).get("Status", "")
        if status in ("404", "408"):
            ended = True
        elif status != "100":
            raise NatsError(f"{status} {(notice.headers or {}).get('Description', '')}")
    return ended
