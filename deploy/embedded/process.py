"""What is one process of the stack, and when is it ready?"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Probe = Callable[[], Awaitable[object]]

PROBE_TIMEOUT_S = 3.0


@dataclass(frozen=True, kw_only=True)
class Process:
    """A command to keep running. `ready` raises OSError until the process can work; `alive` while nobody answers at all
    (who is alive may lack something, such as a database, that no restart would bring back)."""

    name: str
    command: Sequence[str]
    ready: Probe
    alive: Probe | None = None
    needs: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 10
    ready_timeout_s: float = 90
    # What the kernel sends it when the supervisor is killed; None: the command sees to it by itself.
    orphan_signal: signal.Signals | None = signal.SIGKILL
    popen: Mapping[str, Any] = field(default_factory=dict)


def tcp_ready(port: int) -> Probe:
    """Ready when somebody listens."""

    async def probe() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    return probe


def http_ready(port: int, path: str) -> Probe:
    """Ready when GET answers 200."""

    async def probe() -> None:
        if b" 200 " not in await _first_line(port, path):
            raise OSError(f"{path} does not answer 200")

    return probe


def http_alive(port: int, path: str) -> Probe:
    """Alive when GET answers anything."""

    async def probe() -> None:
        if not await _first_line(port, path):
            raise OSError(f"{path} does not answer")

    return probe


async def _first_line(port: int, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
