"""What do the parts of a stack take: processor time, memory?"""

import os
from pathlib import Path

from deploy.embedded.memory import family, memory_mb
from deploy.embedded.running import Stack
from deploy.embedded.stack import EVERYTHING
from messages.services import SERVICES

TICKS = os.sysconf("SC_CLK_TCK")
OURSELVES = "bench"
FLOOR = "floor"


class ProcessMeters:
    """The processes of a stack by name, the floor's server, and the benchmark itself."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def pids(self) -> dict[str, int]:
        running = self._stack.supervisor.children
        found = {name: self._stack.pid(name) for name in (*EVERYTHING, FLOOR) if name in running}
        return {name: pid for name, pid in found.items() if pid is not None}

    def cpu_s(self) -> dict[str, float]:
        """Processor seconds since each began, with those of its children, living and dead."""
        used = {name: sum(_used_s(member) for member in family(pid)) for name, pid in self.pids().items()}
        return used | {OURSELVES: _used_s(os.getpid(), with_dead=False)}

    def memory_mb(self) -> dict[str, float]:
        """Each one's proportional share (PSS)."""
        return {name: memory_mb(pid) or 0.0 for name, pid in self.pids().items()}


def by_part(used: dict[str, float]) -> dict[str, float]:
    """The services together, the rest as it is; what took nothing is left out."""
    grouped: dict[str, float] = {}
    for name, value in used.items():
        part = "services" if name in SERVICES else name
        grouped[part] = grouped.get(part, 0.0) + value
    return {part: value for part, value in grouped.items() if value > 0}


def _used_s(pid: int, *, with_dead: bool = True) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:  # it ended just now
        return 0.0
    return sum(int(ticks) for ticks in fields[11 : 15 if with_dead else 13]) / TICKS
