"""Do the places from which this process reads still stand, is one paused, how far behind is each?"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from nats.aio.client import Client
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError

from chassis.base import metrics
from chassis.base.logs import log
from chassis.events.connection import NATS_ERRORS, NatsConnection
from chassis.events.streams import WAITING, Durable

STANDS_STILL_SECONDS = 60.0
READY = ""
MISSING = "missing"


@dataclass
class Place:
    """What is known of one durable; `state` is empty while all is well."""

    state: str = READY
    behind: int = 0
    position: tuple[int, int] = (0, 0)
    moved_at: float = 0.0


class DurableWatch:
    """Asks the server every few seconds: a consumer that was deleted or paused only looks like one without events."""

    def __init__(self, durables: Sequence[Durable], nats: NatsConnection) -> None:
        self._nats = nats
        self._durables = durables
        self._places = {durable.name: Place() for durable in durables}

    @property
    def lacks(self) -> list[str]:
        """`collections-orders paused`, as `/readyz` says it; empty while all is well."""
        return [f"{name} {place.state}" for name, place in self._places.items() if place.state]

    @property
    def behind(self) -> dict[str, int]:
        """The events still to be read, by consumer."""
        found = {durable.name: self._places[durable.name].behind for durable in self._durables}
        return {name: count for name, count in found.items() if count and not name.endswith(f"-{WAITING}")}

    @property
    def set_aside(self) -> int:
        """The events that wait for what they build on."""
        return sum(self._places[durable.name].behind for durable in self._durables if durable.source == WAITING)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            client = await self._nats.client()
            try:
                for durable in self._durables:
                    await self._look(client, durable)
            except NATS_ERRORS as error:
                log.info("consumers cannot be looked at", error=str(error) or repr(error))
            await asyncio.sleep(self._nats.look_s)

    async def _look(self, client: Client, durable: Durable) -> None:
        place = self._places[durable.name]
        try:
            info = await client.jetstream(timeout=2).consumer_info(durable.stream, durable.name)
        except NotFoundError:
            self._note(durable, place, MISSING)
            return
        self._measure(place, info)
        self._note(durable, place, _state_of(place, info, waits=durable.source == WAITING))

    def _measure(self, place: Place, info: ConsumerInfo) -> None:
        place.behind = (info.num_pending or 0) + (info.num_ack_pending or 0)
        position = (
            info.delivered.stream_seq if info.delivered else 0,
            info.ack_floor.stream_seq if info.ack_floor else 0,
        )
        if position != place.position or not place.behind:
            place.position, place.moved_at = position, time.monotonic()

    def _note(self, durable: Durable, place: Place, state: str) -> None:
        if state != place.state:
            log.warning("consumer", durable=durable.name, state=state or "ready again")
        place.state = state
        metrics.CONSUMER_READY.labels(durable.name).set(not state)
        if state != MISSING:
            metrics.BEHIND.labels(durable.name).set(place.behind)


def _state_of(place: Place, info: ConsumerInfo, *, waits: bool) -> str:
    """What waits for something else may stand still."""
    if info.paused:
        return "paused"
    if waits or time.monotonic() - place.moved_at < STANDS_STILL_SECONDS:
        return READY
    return f"stands still, {place.behind} behind"
