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
    """A command to keep running. `ready` raises OSError until the process answers."""

    name: str
    command: Sequence[str]
    ready: Probe
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
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            await writer.drain()
            if b" 200 " not in await reader.readline():
                raise OSError(f"{path} does not answer 200")
        finally:
            writer.close()

    return probe
