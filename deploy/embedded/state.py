"""What is kept of a stack between two starts, and who runs it now?"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


def default_folder() -> Path:
    """Where a stack keeps its data: COUNTERSIGN_VAR, else var/ in the project."""
    return Path(os.environ.get("COUNTERSIGN_VAR") or ROOT / "var").absolute()


class AlreadyRunning(Exception):
    """Another supervisor holds this folder."""


@dataclass
class StackState:
    """`pid` is the supervisor's, `processes` theirs, empty when all was stopped in order."""

    ports: dict[str, int] = field(default_factory=dict)
    pid: int | None = None
    processes: dict[str, int] = field(default_factory=dict)
    ready_since: float | None = None
    notes: dict[str, str] = field(default_factory=dict)


def read_state(var: Path) -> StackState:
    """The kept state; a new one where there is none."""
    path = var / "stack.json"
    return StackState(**json.loads(path.read_text())) if path.exists() else StackState()


def write_state(var: Path, state: StackState) -> None:
    """All or nothing."""
    var.mkdir(parents=True, exist_ok=True)
    new = var / "stack.json.new"
    new.write_text(json.dumps(asdict(state), indent=2))
    new.replace(var / "stack.json")


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the folder; raises AlreadyRunning. The kernel lets go when the holder dies, however it dies."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "stack.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(str(var)) from None
        yield


def is_running(var: Path) -> bool:
    """Whether a supervisor holds the folder."""
    if not (var / "stack.lock").exists():
        return False
    try:
        with only_one(var):
            return False
    except AlreadyRunning:
        return True


def wait_for_old_processes(state: StackState, timeout_s: float = 5) -> None:
    """After a kill -9 of the supervisor its processes take a moment to follow it."""
    end = time.monotonic() + timeout_s
    while any(_is_alive(pid) for pid in state.processes.values()) and time.monotonic() < end:
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # the number went to somebody else's process
        return False
    return True
