"""Does a part of a running stack answer, and is it ready for work? If not, what does one type?"""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.embedded.process import PROBE_TIMEOUT_S, tcp_ready
from deploy.embedded.stack import PROGRAMS
from deploy.embedded.state import StackState

UNSAID = ("ready", "service")
FINE: tuple[object, ...] = ("up", "none", [], "", True)


@dataclass(frozen=True)
class Standing:
    """`lacks` is what the part itself names as missing; a part that is not ready answers, but cannot do its work."""

    answers: bool
    ready: bool
    lacks: str = ""

    @property
    def said(self) -> str:
        return "ready" if self.ready else f"not ready: {self.lacks}" if self.answers else "silent"


async def standing_of(name: str, port: int) -> Standing:
    """Servers are asked for a connection, programs for /readyz; who has no /readyz is ready when he answers."""
    try:
        if name not in PROGRAMS:
            await asyncio.wait_for(tcp_ready(port)(), PROBE_TIMEOUT_S)
            return Standing(answers=True, ready=True)
        async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_S + 1) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/readyz")
    except (OSError, TimeoutError, httpx.TransportError):
        return Standing(answers=False, ready=False)
    if answer.status_code == 404:
        return Standing(answers=True, ready=True)
    return _read(answer)


def _read(answer: httpx.Response) -> Standing:
    found: Any = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    told = found if isinstance(found, dict) else {}
    lacks = "; ".join(f"{name} {value}" for name, value in told.items() if name not in UNSAID and value not in FINE)
    if answer.is_success and not lacks:
        return Standing(answers=True, ready=True)
    return Standing(answers=True, ready=False, lacks=lacks or f"HTTP {answer.status_code}")


async def standings(state: StackState) -> dict[str, Standing]:
    """Of every process of the stack."""
    found = await asyncio.gather(*(standing_of(name, state.ports[name]) for name in state.processes))
    return dict(zip(state.processes, found, strict=True))


def cure_of(name: str) -> str:
    """What to type when it is silent or not ready."""
    return f"`countersign logs {name}`; then `countersign down` and `make run`"
