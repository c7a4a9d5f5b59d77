"""Where do the figures go: JSON lines while it runs, tables at the end?"""

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import Figure, line, shown

TITLES = {
    "W1": "W1 one approval",
    "W2": "W2 one order, from the effective contract to its end",
    "W3": "W3 deadlines at one moment",
    "W4": "W4 at rest",
    "W5": "W5 instalments late at one moment",
    "W6": "W6 beside ever more open orders",
    "W7": "W7 beside ever more leads and customers; claims at once; a file",
    "calls": "Calls that a person waits for, milliseconds",
}


class Report:
    """One run's figures."""

    def __init__(self, folder: Path, console: Console, **run: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        began = time.strftime("%Y-%m-%dT%H-%M-%S")
        self.path = folder / f"{began}.jsonl"
        self._console = console
        self._run = {"run": began, "cores": os.cpu_count(), "python": platform.python_version(), **run}
        self._figures: list[Figure] = []

    def add(self, *figures: Figure) -> None:
        """Written at once: a run that is cut short keeps what it measured."""
        with self.path.open("a") as file:
            for figure in figures:
                file.write(line(figure, self._run) + "\n")
        self._figures += figures

    def show(self) -> None:
        """A table per workload."""
        for workload, title in TITLES.items():
            if rows := [figure for figure in self._figures if figure.workload == workload]:
                self._console.print(_table(title, rows))
        self._console.print(f"lines: {self.path}")


def _table(title: str, rows: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("value", "floor", "ratio", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in rows:
        colour = {True: "green", False: "red", None: ""}[row.meets]
        value = f"{shown(row.value)} {row.unit}"
        goal = f"{'≥' if row.more_is_better else '≤'} {shown(row.goal)}" if row.goal is not None else ""
        ratio = f"{shown(row.ratio)} ×" if row.ratio is not None else ""
        coloured = f"[{colour}]{value}[/{colour}]" if colour else value
        table.add_row(row.what, coloured, shown(row.floor), ratio, goal, row.note)
    return table
