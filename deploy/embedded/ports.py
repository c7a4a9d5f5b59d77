"""Which port does each part listen on, the same one at every start if it is still free?"""

import fcntl
import os
import socket
import tempfile
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Self, TextIO

WANTED: Mapping[str, int] = {
    "console": 8080,
    "approvals": 8101,
    "leads": 8102,
    "deals": 8103,
    "orders": 8104,
    "collections": 8105,
    "insights": 8106,
    "worker": 8107,
    "postgres": 23432,
    "nats": 23422,
    "nats_monitor": 23482,
    "temporal": 23733,
    "temporal_ui": 8233,
    "temporal_http": 23743,
    "temporal_metrics": 23753,
}
SEARCHED_PORTS = 200
# Below those that the kernel lends to clients (32768 and above): a server that restarts would find its own lent out.
OWN_PORTS = range(20_000, 32_000)


class PortLocks:
    """The ports that a stack of this user has chosen: between choosing and binding another stack may not choose them.
    The kernel lets go of them when the holder dies, however it dies."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.gettempdir()) / f"countersign-ports-{os.getuid()}"
        self._held: dict[int, TextIO] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        for lock in self._held.values():
            lock.close()
        self._held.clear()

    def hold(self, port: int) -> bool:
        """False when another stack holds it."""
        if port in self._held:
            return True
        lock = (self._folder / str(port)).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._held[port] = lock
        return True


def choose_ports(
    kept: Mapping[str, int],
    say: Callable[[str], None],
    *,
    anywhere: bool = False,
    locks: PortLocks | None = None,
) -> dict[str, int]:
    """The kept port of each part, else the wanted one, else the next free one; `anywhere`: any free one at first."""
    chosen: dict[str, int] = {}
    for name, wanted in WANTED.items():
        first = kept.get(name) or (0 if anywhere else wanted)
        port = _free_port(first, taken=set(chosen.values()), locks=locks)
        if first and port != first:
            say(f"port {first} of {name} is taken; using {port}")
        chosen[name] = port
    return chosen


def is_free(port: int) -> bool:
    """Whether nobody listens there on this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port(first: int, *, taken: set[int], locks: PortLocks | None) -> int:
    anywhere = OWN_PORTS[os.getpid() * 97 % len(OWN_PORTS) :]
    near = range(first, first + SEARCHED_PORTS) if first else range(0)
    for port in chain(near, anywhere, OWN_PORTS):
        if port not in taken and is_free(port) and (locks is None or locks.hold(port)):
            return port
    raise OSError("no port is free")
