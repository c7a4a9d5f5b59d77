"""What waits, is missing or could not be handled in a running stack, and who was not heard?"""

import asyncio
import time
from collections.abc import Awaitable, Collection
from dataclasses import dataclass, field
from typing import Any

import httpx

from chassis.events.bus_state import bus_state
from chassis.events.connection import NATS_ERRORS
from chassis.events.dead_letters import Client, count_dead_letters
from chassis.events.streams import Durable
from cli.operate.dead_letters import as_admin
from deploy.embedded.provision import known_durables
from deploy.embedded.stack import Layout
from deploy.embedded.streams import STREAMS
from deploy.embedded.tokens import setup_token
from messages.services import SERVICES

# What was found: how it is said, what to type.
STUCK = {
    "waiting": "events wait in outboxes: `countersign outbox`",
    "dead_events": "events could not be published: `countersign outbox`",
    "dead": "dead letters: `countersign dead-letters list`",
    "refused": "steps of processes are rejected by a service: docs/runbooks/a-process-is-refused.md",
    "processes": "processes are stuck, their code fails: docs/runbooks/a-process-is-stuck.md",
    "missing": "streams or consumers are missing: docs/runbooks/a-stream-was-lost.md",
    "paused": "consumers are paused: docs/runbooks/a-consumer-stands-still.md",
    "behind": "events are still to be read: docs/runbooks/a-consumer-stands-still.md",
    "set_aside": "events wait for what they build on: docs/runbooks/a-consumer-stands-still.md",
}
IN_THE_WAY = ("missing", "paused", "processes")  # nothing mends these two but a person; or they are mended in a minute
AWAY: tuple[type[Exception], ...] = (httpx.HTTPError, *NATS_ERRORS)
MUCH = 100  # events still to be read: less is ordinary traffic


@dataclass
class Stuck:
    """`counts` by the keys of STUCK, where there is any; `details` a line each; `unheard` did not answer in time."""

    counts: dict[str, int] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)

    @property
    def is_in_the_way(self) -> bool:
        return any(self.counts.get(what) for what in IN_THE_WAY)

    def add(self, what: str, count: int, *details: str) -> None:
        """Nothing is added for a count of 0."""
        if count:
            self.counts[what] = self.counts.get(what, 0) + count
            self.details += details


async def stuck_in(layout: Layout, parts: Collection[str], until: float) -> Stuck:
    """Asks everybody at the same time, nobody for longer than that. `parts`: those that run."""
    found = Stuck()
    headers = {"authorization": f"Bearer {setup_token(layout)}"}
    async with httpx.AsyncClient(headers=headers, timeout=None, verify=False) as client:
        asked: dict[str, Awaitable[None]] = {
            name: _outbox(found, client, layout.url(name)) for name in SERVICES if name in parts
        }
        if "worker" in parts:
            asked["worker"] = _faults(found, client, layout.url("worker"))
        asked["nats"] = as_admin(layout, lambda nats: _streams(found, nats, known_durables(layout)))
        await asyncio.gather(*(_in_time(found, who, asking, until) for who, asking in asked.items()))
    return found


async def _in_time(found: Stuck, who: str, asking: Awaitable[None], until: float) -> None:
    asked = time.monotonic()
    try:
        async with asyncio.timeout_at(until):
            await asking
    except AWAY:
        found.unheard.append(f"{who} (waited {time.monotonic() - asked:.1f} s)")


async def _outbox(found: Stuck, client: httpx.AsyncClient, url: str) -> None:
    answer = await client.get(f"{url}/outbox")
    answer.raise_for_status()
    state: dict[str, Any] = answer.json()
    found.add("waiting", state["waiting"])
    found.add(
        "dead_events", len(state["dead"]), *(f"{row['subject']}: {row['last_error']}" for row in state["dead"][:5])
    )


async def _faults(found: Stuck, client: httpx.AsyncClient, url: str) -> None:
    refused = await client.get(f"{url}/faults")
    refused.raise_for_status()
    found.add("refused", len(refused.json()["items"]))
    stuck = await client.get(f"{url}/stuck-processes")
    stuck.raise_for_status()
    lines = [f"{one['process_id']} since {one['since']}: {one['cause']}" for one in stuck.json()["items"]]
    found.add("processes", len(lines), *lines[:20])
    if unchecked := refused.json()["unchecked"] + stuck.json()["unchecked"]:
        found.unheard.append(f"the owners of {unchecked} processes")


async def _streams(found: Stuck, client: Client, durables: tuple[Durable, ...]) -> None:
    letters, bus = await asyncio.gather(count_dead_letters(client), bus_state(client, STREAMS, durables))
    behind = {name: count for name, count in bus.behind.items() if count >= MUCH}
    found.add("dead", letters)
    found.add("missing", len(bus.missing), *(f"{name} missing" for name in bus.missing))
    found.add("paused", len(bus.paused), *(f"{name} paused, {count} behind" for name, count in bus.paused.items()))
    found.add("behind", sum(behind.values()), *(f"{name} {count} behind" for name, count in behind.items()))
    found.add("set_aside", bus.set_aside)
