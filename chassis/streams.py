"""Which streams carry the facts, who reads them, and what may each user of NATS do?"""

import asyncio
import importlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass

from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, DiscardPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

SOURCES = ("leads", "deals", "orders", "collections", "approvals", "insights")
LISTENERS = (*SOURCES, "workflows")
DEAD = "DEAD"
ADMIN = "admin"

DAY = 24 * 3600
KEPT_SECONDS = 30 * DAY
DUPLICATES_KNOWN_SECONDS = 600
ACK_WAIT_SECONDS = 30
MOST_IN_HAND = 100
MEGABYTE = 1024 * 1024
STREAM_BYTES = 256 * MEGABYTE


@dataclass(frozen=True)
class Durable:
    """One service's place in one stream."""

    service: str
    source: str
    subjects: tuple[str, ...]

    @property
    def name(self) -> str:
        return durable_name(self.service, self.source)

    @property
    def stream(self) -> str:
        return self.source.upper()


def durable_name(service: str, source: str) -> str:
    return f"{service}-{source}"


def inbox_of(user: str) -> str:
    """Answers to this user come here, and nobody else may listen."""
    return f"_INBOX_{user}"


async def provision(nc: Client, durables: Iterable[Durable], *, stream_bytes: int = STREAM_BYTES) -> None:
    """As admin: make or change the streams and the durable consumers. Safe to repeat."""
    js = nc.jetstream()
    for config in [*[_stream_of(source, stream_bytes) for source in SOURCES], _dead(stream_bytes)]:
        try:
            await js.stream_info(str(config.name))
        except NotFoundError:
            await js.add_stream(config)
        else:
            await js.update_stream(config)
    for durable in durables:
        await js.add_consumer(durable.stream, _consumer(durable))


async def missing(nc: Client, durables: Iterable[Durable]) -> list[str]:
    """As admin: the streams and consumers that are not there."""
    js, absent = nc.jetstream(), []
    for stream in [*(source.upper() for source in SOURCES), DEAD]:
        try:
            await js.stream_info(stream)
        except NotFoundError:
            absent.append(stream)
    for durable in durables:
        try:
            await js.consumer_info(durable.stream, durable.name)
        except NotFoundError:
            absent.append(durable.name)
    return absent


def permissions_of(user: str) -> tuple[list[str], list[str]]:
    """(may publish, may hear). A service tells its own facts and reads through its own durables; it makes no stream."""
    if user == ADMIN:
        return [">"], [">"]
    publish = ["$JS.API.INFO", f"dead.{user}.>"] + ([f"{user}.>"] if user in SOURCES else [])
    for source in SOURCES:  # a wildcard is a whole token, so each durable is named
        place = f"{source.upper()}.{durable_name(user, source)}"
        publish += [f"$JS.API.CONSUMER.MSG.NEXT.{place}", f"$JS.API.CONSUMER.INFO.{place}", f"$JS.ACK.{place}.>"]
    return publish, [f"{inbox_of(user)}.>"]


def nats_users(users: Iterable[str] = (ADMIN, *LISTENERS)) -> str:
    """The `authorization` part of nats.conf; the password of `orders` comes from the variable NATS_PASSWORD_ORDERS."""
    lines = [_user(user) for user in users]
    nothing = '  default_permissions { publish: { deny: ">" }, subscribe: { deny: ">" } }'
    return "\n".join(["authorization {", nothing, "  users = [", *lines, "  ]", "}"]) + "\n"


def _user(user: str) -> str:
    publish, subscribe = permissions_of(user)
    may = f"publish: [{_quoted(publish)}], subscribe: [{_quoted(subscribe)}]"
    return f"    {{ user: {user}, password: $NATS_PASSWORD_{user.upper()}, permissions: {{ {may} }} }}"


def _quoted(subjects: list[str]) -> str:
    return ", ".join(f'"{subject}"' for subject in subjects)


def _stream_of(source: str, most_bytes: int) -> StreamConfig:
    return StreamConfig(
        name=source.upper(),
        subjects=[f"{source}.>"],
        storage=StorageType.FILE,
        max_age=KEPT_SECONDS,
        max_bytes=most_bytes,
        discard=DiscardPolicy.NEW,  # the publisher is told, the outbox keeps the fact
        duplicate_window=DUPLICATES_KNOWN_SECONDS,
        deny_delete=True,
        deny_purge=True,
    )


def _dead(most_bytes: int) -> StreamConfig:
    """What could not be handled, with the reason; ops retry or discard it."""
    return StreamConfig(
        name=DEAD,
        subjects=["dead.>"],
        storage=StorageType.FILE,
        max_bytes=most_bytes,
        discard=DiscardPolicy.NEW,
        duplicate_window=DUPLICATES_KNOWN_SECONDS,
    )


def _consumer(durable: Durable) -> ConsumerConfig:
    """No consumer-wide backoff: it would replace ack_wait and bring a slow handler's message again while it runs."""
    return ConsumerConfig(
        durable_name=durable.name,
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        filter_subjects=list(durable.subjects),
        ack_wait=ACK_WAIT_SECONDS,
        max_ack_pending=MOST_IN_HAND,
        max_deliver=-1,
    )


def all_durables() -> list[Durable]:
    """What this house listens to: `subscriptions` of each service's `subscribers.py`, and of `workflows.triggers`."""
    found: list[Durable] = []
    for module in (*[f"services.{service}.subscribers" for service in SOURCES], "workflows.triggers"):
        if importlib.util.find_spec(module) is not None:
            found += importlib.import_module(module).subscriptions.durables()
    return found


async def _main() -> None:
    from chassis.bus import connect  # it reads this module's names of inboxes
    from chassis.settings import Settings

    client = await connect(Settings(), name="provision")
    await provision(client, all_durables())
    await client.close()


if __name__ == "__main__":  # COUNTERSIGN_NATS_URL, _NATS_USER, _NATS_PASSWORD: the admin's
    asyncio.run(_main())
