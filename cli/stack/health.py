"""Does a part of a running stack answer, and is it ready for work? If not, what does one type?"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.embedded.process import Probe, http_alive, tcp_ready
from deploy.embedded.stack import PROGRAMS, Layout
from deploy.embedded.state import StackState

LEAST_WAITED_S = 0.1  # when the time was up as it came to its turn: somebody may well be there
UNSAID = ("ready", "service", "behind", "set_aside")
FINE: tuple[object, ...] = ("up", "none", [], "", True)


@dataclass(frozen=True)
class Health:
    """`lacks` is what the part itself names as missing; a part that is not ready answers, but cannot do its work.
    `waited_s`: somebody listens there, who has not answered for so long."""

    answers: bool
    ready: bool
    lacks: str = ""
    waited_s: float = 0.0

    @property
    def is_silent(self) -> bool:
        """Nobody listens there."""
        return not self.answers and not self.waited_s

    @property
    def summary(self) -> str:
        if self.waited_s:
            return f"no answer within {self.waited_s:.1f} s (busy, or it hangs)"
        return "ready" if self.ready else f"not ready: {self.lacks}" if self.answers else "silent"


async def health_of(name: str, port: int, until: float, alive: Probe | None = None) -> Health:
    """Programs are asked for /readyz, who has none is ready when he answers; servers as the supervisor asks them."""
    asked = time.monotonic()
    try:
        async with asyncio.timeout_at(until):
            if name not in PROGRAMS:
                await (alive or tcp_ready(port))()
                return Health(answers=True, ready=True)
            async with httpx.AsyncClient(timeout=None, verify=False) as client:  # on loopback; certificates take time
                answer = await client.get(f"http://127.0.0.1:{port}/readyz")
    except TimeoutError:
        waited_s = max(round(time.monotonic() - asked, 1), LEAST_WAITED_S)
        return Health(answers=False, ready=False, waited_s=waited_s)
    except (OSError, httpx.TransportError):
        return Health(answers=False, ready=False)
    if answer.status_code == 404:
        return Health(answers=True, ready=True)
    return _read(answer)


def _read(answer: httpx.Response) -> Health:
    found: Any = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    answered = found if isinstance(found, dict) else {}
    lacks = "; ".join(f"{name} {value}" for name, value in answered.items() if name not in UNSAID and value not in FINE)
    if answer.is_success and not lacks:
        return Health(answers=True, ready=True)
    return Health(answers=True, ready=False, lacks=lacks or f"HTTP {answer.status_code}")


async def health_of_all(layout: Layout, state: StackState, until: float) -> dict[str, Health]:
    """Of every process of the stack, all asked at the same time."""
    alive: dict[str, Probe | None] = {
        "postgres": layout.postgres.process().alive,
        "nats": http_alive(state.ports["nats_monitor"], "/healthz"),
        "temporal": http_alive(state.ports["temporal_http"], "/api/v1/namespaces/default"),
    }
    found = await asyncio.gather(
        *(health_of(name, state.ports[name], until, alive.get(name)) for name in state.processes)
    )
    return dict(zip(state.processes, found, strict=True))


def remedy_of(name: str, health: Health | None = None) -> str:
    """What to type when it is silent, not ready or slow. Nothing is stopped because it is slow."""
    if health is not None and health.waited_s:
        return f"look again in a minute: it is started again; `countersign logs {name}`; docs/runbooks/a-part-hangs.md"
    if health is not None and health.answers:
        return f"`countersign logs {name}`; docs/runbooks/"
    return f"`countersign logs {name}`; it is started again by itself; if it is not: `countersign down` and `make run`"
