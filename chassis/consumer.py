"""How do messages come from the streams to the handlers: fetch, ack, ask again, give up with the reason?"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable

import pydantic_core
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from sqlalchemy import text

from chassis import metrics, retry
from chassis.bus import Bus
from chassis.database import Database
from chassis.envelope import Envelope, Undecodable
from chassis.logs import log
from chassis.streams import Durable
from chassis.subscriptions import NotYet, Subscriptions, Unreachable
from messages.errors import Refused

BATCH = 20
ASK_EXPIRES = 30_000_000_000  # nanoseconds, as NATS counts
HEARTBEAT = 2_000_000_000
SILENT_SECONDS = 5
NOT_YET_SECONDS = (0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
FAULT_SECONDS = (1, 2, 5, 10, 30, 60, 120)
NOT_YET_TRIES = 40  # about two and a half hours
FAULT_TRIES = 8
CRASH_TRIES = 200  # deliveries that never came to an answer: the handler kills its process
OUTAGE_POLL_SECONDS = 0.5
LONGEST_REASON = 500


class Consumer:
    """Reads all durables of one service. While the database or another dependency is down it fetches nothing."""

    def __init__(self, subscriptions: Subscriptions, bus: Bus, database: Database | None) -> None:
        self._subscriptions = subscriptions
        self._bus = bus
        self._database = database
        self._failures: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._outage = asyncio.Event()

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            for durable in self._subscriptions.durables():
                group.create_task(self._read(durable), name=durable.name)

    async def _read(self, durable: Durable) -> None:
        while True:
            client = await self._bus.client()
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
                    await _hand_back(client, subscription, held)
            await asyncio.sleep(0.5)

    async def _pull(
        self, client: Client, inbox: str, subscription: Subscription, durable: Durable, held: dict[int, Msg]
    ) -> None:
        """One open request at a time; each message is taken the moment it comes. (nats-py's `fetch(n)` may wait for the
        rest of n until its timeout.) Returns when the request is lost: another subscription asks anew."""
        ask = pydantic_core.to_json({"batch": BATCH, "expires": ASK_EXPIRES, "idle_heartbeat": HEARTBEAT})
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{durable.stream}.{durable.name}"
        while True:
            await self._dependencies()
            await client.publish(subject, ask, reply=inbox)
            left = BATCH
            while left > 0:
                arrived = await self._arrived(subscription)
                messages = [message for message in arrived if message.reply.startswith("$JS.ACK")]
                ended = _ended(message for message in arrived if message not in messages)
                held.update({id(message): message for message in messages})
                await self._take_all(messages, durable)
                held.clear()
                left = 0 if ended else left - len(messages)

    async def _arrived(self, subscription: Subscription) -> list[Msg]:
        """The next message, and whatever else has come by then. TimeoutError when the request is lost: after a
        reconnect, or when even the heartbeat is missing."""
        connection = self._bus.connections
        for second in range(1, SILENT_SECONDS + 1):
            try:
                found = [await subscription.next_msg(timeout=1)]
                break
            except TimeoutError:
                if second == SILENT_SECONDS or self._bus.connections != connection:
                    raise
        while len(found) < BATCH and subscription.pending_msgs > 0:
            found.append(await subscription.next_msg(timeout=0.05))
        return found

    async def _take_all(self, messages: list[Msg], durable: Durable) -> None:
        """Those about one record in their order, different records `at_once` at a time."""
        if self._subscriptions.at_once == 1 or len(messages) < 2:
            for message in messages:
                await self.take(message, durable)
            return
        records: defaultdict[str, list[Msg]] = defaultdict(list)
        for message in messages:
            records[(message.headers or {}).get("Aggregate-Id", "")].append(message)
        places = asyncio.Semaphore(self._subscriptions.at_once)

        async def in_order(about: list[Msg]) -> None:
            async with places:
                for message in about:
                    await self.take(message, durable)

        await asyncio.gather(*[in_order(about) for about in records.values()])

    async def take(self, message: Msg, durable: Durable) -> None:
        """Handle one message and answer it: ack, nak with a growing delay, or DEAD with the reason."""
        place = (durable.name, message.metadata.sequence.stream)
        try:
            if message.metadata.num_delivered > CRASH_TRIES:
                raise Undecodable(f"delivered {CRASH_TRIES} times without an answer")
            await self._subscriptions.handle(Envelope.decoded(message.data), self._database)
        except NotYet as early:
            await self._later(
                message, durable, place, f"NotYet: {early.kind} {early.id}", NOT_YET_SECONDS, NOT_YET_TRIES
            )
        except (Undecodable, Refused) as never:
            await self._bury(message, durable, f"{type(never).__name__}: {never}")
        except Unreachable as down:
            await self._wait_out(message, durable, down)
        except Exception as error:
            if retry.is_down(error):
                await self._wait_out(message, durable, error)
            else:
                log.exception("event failed", durable=durable.name, seq=place[1])
                reason = f"{type(error).__name__}: {error}"
                await self._later(message, durable, place, reason, FAULT_SECONDS, FAULT_TRIES)
        else:
            self._failures.pop(place, None)
            await message.ack()
            metrics.HEARD.labels(durable.name, "done").inc()
            metrics.BEHIND.labels(durable.name).set(message.metadata.num_pending)

    async def _later(
        self, message: Msg, durable: Durable, place: tuple[str, int], reason: str, delays: tuple[float, ...], tries: int
    ) -> None:
        self._failures[place] += 1
        tried = self._failures[place]
        if tried >= tries:
            await self._bury(message, durable, f"{reason} ({tried} times)")
            return
        metrics.HEARD.labels(durable.name, "later").inc()
        await message.nak(delay=delays[min(tried, len(delays)) - 1])

    async def _wait_out(self, message: Msg, durable: Durable, error: Exception) -> None:
        """Nothing is wrong with the message."""
        log.warning("waiting for what is down", durable=durable.name, error=str(error)[:300] or repr(error))
        metrics.HEARD.labels(durable.name, "waiting").inc()
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

    async def _bury(self, message: Msg, durable: Durable, reason: str) -> None:
        """Into the stream DEAD, then never again; while DEAD cannot be written the message stays."""
        client = await self._bus.client()
        sequence = message.metadata.sequence.stream
        headers = {
            "Nats-Msg-Id": f"dead-{durable.name}-{sequence}-{message.metadata.num_delivered}",
            "Dead-Reason": " ".join(reason.encode("ascii", "backslashreplace").decode().split())[:LONGEST_REASON],
            "Dead-Durable": durable.name,
            "Dead-Sequence": str(sequence),
            "Dead-Subject": message.subject,
        }
        try:
            await client.jetstream(timeout=2).publish(
                f"dead.{durable.service}.{message.subject}", message.data, headers=headers
            )
        except (NatsError, TimeoutError, OSError) as error:
            log.error("the stream DEAD cannot be written", error=str(error) or repr(error))
            await message.nak(delay=5)
            return
        log.error("event given up", durable=durable.name, subject=message.subject, seq=sequence, reason=reason[:300])
        self._failures.pop((durable.name, sequence), None)
        metrics.HEARD.labels(durable.name, "dead").inc()
        await message.term()


async def _hand_back(client: Client, subscription: Subscription, held: dict[int, Msg]) -> None:
    """What was delivered and not answered need not wait out its ack_wait: this process stops or asks anew."""
    with contextlib.suppress(Exception):
        while subscription.pending_msgs > 0:
            message = await subscription.next_msg(timeout=0.05)
            held[id(message)] = message
        await subscription.unsubscribe()
        for message in held.values():
            if message.reply.startswith("$JS.ACK") and not message.is_acked:
                await message.nak()
        await client.flush(timeout=1)


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
