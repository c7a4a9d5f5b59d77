"""Is this build slower than another one? (the same workloads in both, taken in turns on one machine)"""

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import median, shown

HERE = Path(__file__).parents[1]
SLOWER = 1.05  # from this ratio on a difference is more than the machine's own

Key = tuple[str, str]  # workload, what was measured
Samples = Mapping[Key, Sequence[float]]


@dataclass(frozen=True)
class Compared:
    """One figure of both builds: medians over all rounds."""

    workload: str
    what: str
    unit: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Ours by theirs; above 1 is slower, also of what should be many a second."""
        return self.theirs / self.ours if self.unit == "/s" else self.ours / self.theirs


def compare(other: Path, chosen: Sequence[str], folder: Path, *, rounds: int, quick: bool) -> list[Compared]:
    """Run both in turns; who is first changes from round to round. Raises CalledProcessError when a run fails."""
    lines: dict[Path, list[dict[str, object]]] = {HERE: [], other: []}
    for turn in range(rounds):
        for checkout in (HERE, other) if turn % 2 == 0 else (other, HERE):
            name = "here" if checkout == HERE else "beside"
            lines[checkout] += _run(checkout, chosen, folder / f"{name}-{turn + 1}", quick=quick)
    return compared(lines[HERE], lines[other])


def compared(ours: Sequence[Mapping[str, object]], theirs: Sequence[Mapping[str, object]]) -> list[Compared]:
    """What both have measured, in our order; a figure that only one of them has cannot be compared."""
    units = {_key(line): str(line["unit"]) for line in ours}
    mine, others = _samples(ours), _samples(theirs)
    return [
        Compared(*key, units[key], median(mine[key]), median(others[key]))
        for key in mine
        if key in others and median(mine[key]) > 0 and median(others[key]) > 0
    ]


def table(rows: Sequence[Compared]) -> Table:
    table = Table(title="This build beside the other", title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("here", "beside", "ratio"):
        table.add_column(heading, justify="right")
    for row in rows:
        colour = "red" if row.ratio > SLOWER else "green"
        what = f"{row.workload} {row.what}"
        ratio = f"[{colour}]{row.ratio:.2f} ×[/{colour}]"
        table.add_row(what, f"{shown(row.ours)} {row.unit}", shown(row.theirs), ratio)
    return table


def show(rows: Sequence[Compared], folder: Path, out: Console) -> None:
    """The table, and the same as JSON for machines."""
    out.print(table(rows))
    path = folder / "beside.json"
    written = [{**vars(row), "ratio": round(row.ratio, 4)} for row in rows]
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    out.print(f"figures: {path}")


def _run(checkout: Path, chosen: Sequence[str], var: Path, *, quick: bool) -> list[dict[str, object]]:
    """Its own benchmark, by its own environment, as a process of its own: what it wrote, line by line."""
    python = sys.executable if checkout == HERE else str(checkout / ".venv" / "bin" / "python")
    command = [python, "-m", "bench", "--var", str(var), *(f"--only={name}" for name in chosen)]
    env = os.environ | {"PYTHONPATH": str(checkout)}  # never the code of the other one
    process = subprocess.Popen([*command, *(["--quick"] if quick else [])], cwd=checkout, env=env)
    try:
        status = process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)  # it takes its stack down
            process.wait()
    if status:
        raise subprocess.CalledProcessError(status, command)
    written = sorted((var / "bench").glob("*.jsonl"))[-1]
    return [json.loads(line) for line in written.read_text().splitlines()]


def _samples(lines: Sequence[Mapping[str, object]]) -> Samples:
    samples: dict[Key, list[float]] = defaultdict(list)
    for line in lines:
        samples[_key(line)].append(float(str(line["value"])))
    return samples


def _key(line: Mapping[str, object]) -> Key:
    return str(line["workload"]), str(line["what"])
