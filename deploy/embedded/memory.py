"""How much memory does a process really take?"""

import contextlib
from pathlib import Path


def memory_mb(pid: int) -> float | None:
    """Its proportional share (PSS) with its children's, in MB; None where the kernel does not say."""
    share = _share_kb(pid)
    return None if share is None else sum(_share_kb(member) or 0 for member in family(pid)) / 1024


def _share_kb(pid: int) -> int | None:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return None


def family(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += family(int(child))
    return found
