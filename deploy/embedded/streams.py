"""Which streams and consumers stand in NATS, and what may each of its users do?"""

import asyncio
import contextlib
import importlib
import importlib.util
from collections.abc import Iterable
from datetime import datetime

from nats.aio.client import Client
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from chassis.base.settings import Settings
from chassis.events.bus_state import bus_state
from chassis.events.connection import connect
from chassis.events.streams import (
    BULK,
    CONSUMING_SERVICES,
    DEAD_LETTER_STREAM,
    IMPORTING,
    WAITING,
    Durable,
    durable_name,
    inbox_of,
    waiting_subject,
)
from messages.services import SERVICES

ADMIN = "admin"

DAY = 24 * 3600
RETENTION_SECONDS = 30 * DAY
DUPLICATE_WINDOW_SECONDS = 600
ACK_WAIT_SECONDS = 30
MOST_UNACKNOWLEDGED = 100
NO_LIMIT = -1
STREAMS = (*(source.upper() for source in SERVICES), DEAD_LETTER_STREAM, WAITING.upper())
MEGABYTE = 1024 * 1024
STREAM_BYTES = 256 * MEGABYTE


async def provision_streams(nc: Client, durables: Iterable[Durable], *, stream_bytes: int = STREAM_BYTES) -> list[str]:
    """As admin: make or change the streams and the durable consumers. Safe to repeat. Gives the streams made anew."""
    js, made = nc.jetstream(), []
    for config in _all_streams(stream_bytes):
        try:
            await js.stream_info(str(config.name))
        except NotFoundError:
            await js.add_stream(config)
            made.append(str(config.name))
        else:
            await js.update_stream(config)
    for durable in durables:
        await js.add_consumer(durable.stream, _consumer(durable))
    return made


async def streams_created(nc: Client) -> dict[str, datetime | None]:
    """As admin: when each stream was made."""
    found: dict[str, datetime | None] = {}
    for stream in STREAMS:
        with contextlib.suppress(NotFoundError):
            found[stream] = (await nc.jetstream().stream_info(stream)).created
    return found


async def missing_streams(nc: Client, durables: Iterable[Durable]) -> list[str]:
    """As admin: the streams and consumers that are not there."""
    return (await bus_state(nc, STREAMS, durables)).missing


def permissions_of(user: str) -> tuple[list[str], list[str]]:
    """(may publish, may subscribe). A service publishes its own events and reads through its own durables."""
    if user == ADMIN:
        return [">"], [">"]
    publish = ["$JS.API.INFO", f"dead.{user}.>", f"{waiting_subject(user)}.>"]
    publish += [f"{user}.>"] if user in SERVICES else []
    for source in (*SERVICES, WAITING):  # a wildcard is a whole token, so each durable is named
        for lane in ("", f"-{BULK}") if source in IMPORTING else ("",):
            place = f"{source.upper()}.{durable_name(user, source)}{lane}"
            publish += [f"$JS.API.CONSUMER.MSG.NEXT.{place}", f"$JS.API.CONSUMER.INFO.{place}", f"$JS.ACK.{place}.>"]
    return publish, [f"{inbox_of(user)}.>"]


def nats_users(users: Iterable[str] = (ADMIN, *CONSUMING_SERVICES)) -> str:
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


def _all_streams(most_bytes: int) -> list[StreamConfig]:
    own = [_stream_of(source, most_bytes) for source in SERVICES]
    return [*own, _dead_letter_stream(most_bytes), _waiting_stream(most_bytes)]


def _stream_of(source: str, most_bytes: int) -> StreamConfig:
    return StreamConfig(
        name=source.upper(),
        subjects=[f"{source}.>"],
        storage=StorageType.FILE,
        max_age=RETENTION_SECONDS,
        max_bytes=most_bytes,
        discard=DiscardPolicy.NEW,  # the publisher gets an error, the outbox keeps the event
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        deny_delete=True,
        deny_purge=True,
    )


def _dead_letter_stream(most_bytes: int) -> StreamConfig:
    """What could not be handled, with the reason; ops retry or discard it."""
    return StreamConfig(
        name=DEAD_LETTER_STREAM,
        subjects=["dead.>"],
        storage=StorageType.FILE,
        max_bytes=most_bytes,
        discard=DiscardPolicy.NEW,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
    )


def _waiting_stream(most_bytes: int) -> StreamConfig:
    """What has to wait for something else. What was handled is no longer in it."""
    return StreamConfig(
        name=WAITING.upper(),
        subjects=[f"{WAITING}.>"],
        storage=StorageType.FILE,
        retention=RetentionPolicy.WORK_QUEUE,
        max_bytes=most_bytes,
        discard=DiscardPolicy.NEW,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
    )


def _consumer(durable: Durable) -> ConsumerConfig:
    """No consumer-wide backoff: it would replace ack_wait and bring a slow handler's message again while it runs."""
    return ConsumerConfig(
        durable_name=durable.name,
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        filter_subjects=list(durable.subjects),
        ack_wait=ACK_WAIT_SECONDS,
        max_ack_pending=NO_LIMIT if durable.source == WAITING else MOST_UNACKNOWLEDGED,
        max_deliver=-1,
    )


def all_durables() -> list[Durable]:
    """What all parts subscribe to: `subscriptions` of each service's `subscribers.py`, and of `workflows.triggers`."""
    found: list[Durable] = []
    for module in (*[f"services.{service}.subscribers" for service in SERVICES], "workflows.triggers"):
        if importlib.util.find_spec(module) is not None:
            found += importlib.import_module(module).subscriptions.durables()
    return found


async def _main() -> None:
    client = await connect(Settings(), name="provision")
    await provision_streams(client, all_durables())
    await client.close()


if __name__ == "__main__":  # COUNTERSIGN_NATS_URL, _NATS_USER, _NATS_PASSWORD: the admin's
    asyncio.run(_main())
