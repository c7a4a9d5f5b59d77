"""Which port does each part listen on, the same one at every start if it is still free?"""

import os
import socket
from collections.abc import Callable, Mapping
from itertools import chain

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


def choose_ports(kept: Mapping[str, int], say: Callable[[str], None], *, anywhere: bool = False) -> dict[str, int]:
    """The kept port of each part, else the wanted one, else the next free one; `anywhere`: any free one at first."""
    chosen: dict[str, int] = {}
    for name, wanted in WANTED.items():
        first = kept.get(name) or (0 if anywhere else wanted)
        port = _free_port(first, taken=set(chosen.values()))
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


def _free_port(first: int, *, taken: set[int]) -> int:
    anywhere = OWN_PORTS[os.getpid() * 97 % len(OWN_PORTS) :]
    near = range(first, first + SEARCHED_PORTS) if first else range(0)
    for port in chain(near, anywhere, OWN_PORTS):
        if port not in taken and is_free(port):
            return port
    raise OSError("no port is free")
