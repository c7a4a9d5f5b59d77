"""Which streams and consumers are missing or paused, and how far behind are they? (as the NATS admin)"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from nats.aio.client import Client
from nats.js.errors import NotFoundError

from chassis.events.streams import WAITING, Durable


@dataclass
class BusState:
    """By name; `behind` has the events still to be read of the consumers that read."""

    missing: list[str] = field(default_factory=list)
    paused: dict[str, int] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    set_aside: int = 0


async def bus_state(client: Client, streams: Iterable[str], durables: Iterable[Durable]) -> BusState:
    """Everything is asked at the same time."""
    found = BusState()
    asked = [_stream(found, client, stream) for stream in streams]
    await asyncio.gather(*asked, *(_consumer(found, client, durable) for durable in durables))
    return found


async def _stream(found: BusState, client: Client, stream: str) -> None:
    try:
        await client.jetstream().stream_info(stream)
    except NotFoundError:
        found.missing.append(stream)


async def _consumer(found: BusState, client: Client, durable: Durable) -> None:
    try:
        info = await client.jetstream().consumer_info(durable.stream, durable.name)
    except NotFoundError:
        found.missing.append(durable.name)
        return
    count = (info.num_pending or 0) + (info.num_ack_pending or 0)
    if info.paused:
        found.paused[durable.name] = count
    elif durable.source == WAITING:
        found.set_aside += count
    elif count:
        found.behind[durable.name] = count
