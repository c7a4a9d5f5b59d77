"""What does a workload have at hand: the stack, the cast, the floor's server, the meters, the screen?"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from rich.progress import Progress
from temporalio.client import Client

from bench.meters.processes import FLOOR, OURSELVES, ProcessMeters, by_part
from bench.meters.sql_statements import Statements
from bench.report import Report
from deploy.cast.player import Call, Cast
from deploy.embedded.running import Stack
from messages.services import SERVICES

QUIET_SHARE = 0.2  # of one core, all parts together
LOOK_S = 0.5
LONGEST_UNREST_S = 60.0


@dataclass(frozen=True)
class Sizes:
    """How much of everything. All is bounded, in number or in time."""

    pending: int = 200  # requests that stand open
    newest: int = 50  # of them are decided upon; an inbox shows so many
    at_once: int = 20  # times three decisions at one instant
    arriving_s: float = 10
    loop_s: float = 5
    burst: int = 500  # decided at once
    sales: int = 12
    sales_of_four: int = 12
    leads: int = 1000
    timers: int = 100
    instalments: int = 10_000
    rest_s: float = 10
    acts: int = 20
    repeats: int = 30
    open_orders: tuple[int, ...] = (1_000, 10_000, 100_000)
    known_leads: tuple[int, ...] = (1_000, 10_000, 100_000)
    file_rows: int = 30_000


QUICK = Sizes(
    pending=60, newest=20, at_once=6, arriving_s=3, loop_s=2, burst=60, sales=3, sales_of_four=4, leads=200, timers=30,
    instalments=1_000, rest_s=3, acts=5, repeats=5, open_orders=(100, 1_000), known_leads=(100, 1_000), file_rows=2_000,
)  # fmt: skip


@dataclass
class Spent:
    """What something took, in all. `cpu_s` and `statements` are there when it has ended."""

    seconds: float = 0.0
    cpu_s: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)

    def cpu_ms_each(self, times: int) -> dict[str, float]:
        """Of Countersign, by part."""
        parts = {name: used for name, used in self.cpu_s.items() if name not in (OURSELVES, FLOOR)}
        return {part: 1000 * used / times for part, used in by_part(parts).items()}

    def services_cpu_ms_each(self, times: int) -> str:
        """Which services it was."""
        used = {name: 1000 * self.cpu_s.get(name, 0.0) / times for name in SERVICES}
        return ", ".join(f"{name} {ms:.3g}" for name, ms in sorted(used.items(), key=lambda p: -p[1]) if ms > 0)

    def floor_cpu_ms_each(self, times: int) -> dict[str, float]:
        """Of the floor: its own server, if it has one, and PostgreSQL."""
        return {part: 1000 * self.cpu_s.get(part, 0.0) / times for part in (FLOOR, "postgres")}


@dataclass
class Bench:
    """One run."""

    stack: Stack
    cast: Cast
    temporal: Client
    floor_url: str
    floor_database: str
    processes: ProcessMeters
    statements: Statements
    report: Report
    progress: Progress
    sizes: Sizes
    calls: list[Call]

    @asynccontextmanager
    async def metered(self) -> AsyncIterator[Spent]:
        """Processor time and statements of all parts until the end of the block."""
        spent = Spent()
        statements, cpu, began = await self.statements.counted(), self.processes.cpu_s(), time.perf_counter()
        yield spent
        spent.seconds = time.perf_counter() - began
        spent.cpu_s = _more(cpu, self.processes.cpu_s())
        spent.statements = {k: int(v) for k, v in _more(statements, await self.statements.counted()).items()}

    @contextmanager
    def bar(self, what: str, total: float) -> "Iterator[Bar]":
        """Progress on the screen."""
        task = self.progress.add_task(what, total=total)
        yield Bar(self.progress, task)
        self.progress.update(task, completed=total)

    async def quiet(self, at_most_s: float = LONGEST_UNREST_S) -> None:
        """Wait until what was begun has been carried on, as the processors show it: twice nearly nothing."""
        end, calm = time.monotonic() + at_most_s, 0
        with self.bar("wait until all is quiet", 2) as bar:
            while calm < 2 and time.monotonic() < end:
                before = self._busy_s()
                await asyncio.sleep(LOOK_S)
                calm = calm + 1 if self._busy_s() - before < QUIET_SHARE * LOOK_S else 0
                bar.at(calm)

    def _busy_s(self) -> float:
        return sum(used for name, used in self.processes.cpu_s().items() if name != OURSELVES)


class Bar:
    """One line of progress."""

    def __init__(self, progress: Progress, task: object) -> None:
        self._progress, self._task = progress, task

    def step(self, by: float = 1) -> None:
        self._progress.advance(self._task, by)  # type: ignore[arg-type]

    def at(self, done: float) -> None:
        self._progress.update(self._task, completed=done)  # type: ignore[arg-type]


def _more(before: dict[str, float] | dict[str, int], after: dict[str, float] | dict[str, int]) -> dict[str, float]:
    return {name: value - before.get(name, 0) for name, value in after.items()}
