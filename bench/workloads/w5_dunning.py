"""W5: many instalments are late at one moment: how long until each has its level and each customer his letter, once?"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from temporalio.common import WorkflowIDConflictPolicy

from bench.figures import Figure
from bench.floors.deadlines import A_TRANSACTION, scan_s
from bench.session import Bench
from deploy.sample import goods
from messages.collections.dunning.dunnings import SHARDS
from messages.imports import ImportReport
from workflows import workflow_registry

A_BATCH = 500
OF_A_CUSTOMER = 5
OWNERS = ("li.sales", "chen.sales")
GOAL_S, GOAL_OF_FLOOR = 6.0, 30.0
LONGEST_S, LONGEST_TODOS_S = 120.0, 600.0
LONGEST_QUIET_S = 300.0
LOOK_S = 0.2
DAY = timedelta(days=1)
# At midnight of the day after the due date they would all be like this; nobody can wait for midnight.
MOMENT = """
UPDATE receivables SET history = false, next_at = now(), timed_by = (
  SELECT id FROM dunning_procedures WHERE legal_entity_id = '*' AND grade = '' ORDER BY version DESC LIMIT 1)
WHERE source = $1"""
AHEAD = "SELECT count(*) FROM receivables WHERE source = $1 AND next_at <= now()"
WRITTEN = """
WITH own AS (SELECT id, customer_id FROM receivables WHERE source = $1),
letters AS (SELECT id, customer_id, letter_state FROM dunning WHERE customer_id IN (SELECT customer_id FROM own))
SELECT (SELECT count(*) FROM own JOIN dunning_level_reached l ON l.receivable_id = own.id) AS levels,
  (SELECT count(*) FROM letters) AS letters,
  (SELECT count(DISTINCT customer_id) FROM letters) AS customers,
  (SELECT count(*) FROM invoice_mails m JOIN letters l ON m.dunning_id = l.id) AS mails,
  (SELECT count(*) FROM outbox o JOIN own ON o.aggregate_id = own.id::text
     WHERE o.subject = 'collections.receivable.overdue.v1') AS events"""
IDS = "SELECT id FROM receivables WHERE source = $1"
TODOS = """
SELECT count(*) AS todos, count(DISTINCT about_id) AS records
FROM tasks WHERE todo = 'overdue' AND about_id = ANY($1)"""


@dataclass(frozen=True)
class Due:
    """One set of instalments."""

    bench: Bench
    collections: asyncpg.Connection
    source: str

    @property
    def count(self) -> int:
        return self.bench.sizes.instalments

    async def bring(self) -> None:
        """Late since yesterday, with no clock yet: that is set at the moment."""
        due = (datetime.now(UTC) - timedelta(days=2)).date()
        with self.bench.bar(f"W5 {self.source} imported", self.count) as bar:
            for first in range(0, self.count, A_BATCH):
                lines = range(first, min(first + A_BATCH, self.count))
                body = {"rows": [self._row(n, due.isoformat()) for n in lines], "source": self.source}
                report = await self.bench.cast.setup.post("collections", "/receivables/import", body, ImportReport)
                assert report.accepted == len(lines), report.rows[:3]
                bar.step(len(lines))

    def _row(self, n: int, due_on: str) -> dict[str, Any]:
        customer = n // OF_A_CUSTOMER
        return {
            "line": n + 1, "external_id": f"{self.source}-{n}", "customer": f"{self.source}-{customer}",
            "invoiced_on": due_on, "due_on": due_on, "amount": "100.00", "currency": "CNY",
            "legal_entity_id": goods.ENTITY, "owner": OWNERS[customer % len(OWNERS)],
        }  # fmt: skip

    async def ring(self) -> None:
        """All of them at once; the keepers look."""
        await self.collections.execute(MOMENT, self.source)
        await asyncio.gather(*(self._wake_up(workflow_registry.shard(n, sleep_at_most=DAY)) for n in range(SHARDS)))

    async def _wake_up(self, keeper: workflow_registry.WorkflowStart) -> None:
        """As the trigger does when a deadline moves."""
        await self.bench.temporal.start_workflow(
            keeper.run,
            keeper.input,
            id=keeper.id,
            task_queue=workflow_registry.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal="look_again",
        )

    async def until_written(self, left: int = 0) -> None:
        """Until only so many are ahead."""
        end = time.monotonic() + LONGEST_S
        with self.bench.bar(f"W5 {self.source} dunned", self.count) as bar:
            while (ahead := await self.collections.fetchval(AHEAD, self.source)) > left:
                bar.at(self.count - ahead)
                if time.monotonic() > end:
                    raise TimeoutError(f"{ahead} are still ahead after {LONGEST_S:.0f} s")
                await asyncio.sleep(LOOK_S)

    async def doubled(self) -> int:
        """How much of what is written is there twice, or not at all."""
        found = await self.collections.fetchrow(WRITTEN, self.source)
        customers = -(-self.count // OF_A_CUSTOMER)
        once = {"levels": self.count, "events": self.count, "letters": customers, "customers": customers}
        return sum(abs(found[name] - wanted) for name, wanted in (once | {"mails": customers}).items())

    async def until_asked(self, approvals: asyncpg.Connection) -> int:
        """Until somebody has a to-do about each; how many there are too many."""
        ids = [row["id"] for row in await self.collections.fetch(IDS, self.source)]
        end = time.monotonic() + LONGEST_TODOS_S
        with self.bench.bar(f"W5 {self.source} in an inbox", self.count) as bar:
            while True:
                found = await approvals.fetchrow(TODOS, ids)
                bar.at(found["records"])
                if found["records"] == self.count:
                    return int(found["todos"]) - self.count
                if time.monotonic() > end:
                    raise TimeoutError(f"only {found['records']} have a to-do after {LONGEST_TODOS_S:.0f} s")
                await asyncio.sleep(3 * LOOK_S)


async def run(bench: Bench) -> None:
    """Measured undisturbed; and again, with both services and the worker killed in the middle."""
    async with _connected(bench, "collections") as collections, _connected(bench, "approvals") as approvals:
        due, killed = (Due(bench, collections, source) for source in ("w5", "w5-killed"))
        await due.bring()
        await killed.bring()
        floor = await _floor(bench, due.count)
        await bench.quiet(LONGEST_QUIET_S)
        async with bench.metered() as spent:
            began = time.perf_counter()
            await due.ring()
            await due.until_written()
            written_s = time.perf_counter() - began
        parts = ", ".join(f"{part} {used:.2f}" for part, used in spent.cpu_ms_each(due.count).items() if used >= 0.01)
        bench.report.add(
            _figure(f"{due.count} late at one moment: levels, letters, mails", written_s, "s", goal=GOAL_S),
            _figure("· beside a scan", written_s, "s", floor=floor, goal=GOAL_OF_FLOOR * floor),
            _figure("· written twice or not at all", await due.doubled(), "", goal=0),
            _figure("CPU a receivable, until then", sum(spent.cpu_ms_each(due.count).values()), "ms", note=parts),
            _figure("SQL statements a receivable", sum(spent.statements.values()) / due.count, ""),
        )
        too_many = await due.until_asked(approvals)
        bench.report.add(
            _figure(
                "· until each is in an inbox",
                time.perf_counter() - began,
                "s",
                note="as many in a transaction as have come",
            ),
            _figure("· to-dos too many", too_many, "", goal=0),
        )
        await bench.quiet(LONGEST_QUIET_S)
        await _killed(bench, killed, approvals)


async def _killed(bench: Bench, due: Due, approvals: asyncpg.Connection) -> None:
    """kill -9 of all three when about a third is written; what is there once all is done?"""
    began = time.perf_counter()
    await due.ring()
    await due.until_written(left=2 * due.count // 3)
    for name in ("collections", "approvals", "worker"):
        bench.stack.kill(name)
    await due.until_written()
    bench.report.add(
        _figure(
            "killed in the middle: until all is written", time.perf_counter() - began, "s", note="with the restart"
        ),
        _figure("· written twice or not at all", await due.doubled(), "", goal=0),
        _figure("· to-dos too many", await due.until_asked(approvals), "", goal=0),
    )


async def _floor(bench: Bench, count: int) -> float:
    async with asyncpg.create_pool(bench.floor_database, min_size=2, max_size=10) as pool:
        with bench.bar("W5 floor", 1):
            scanned = await scan_s(pool, count)
    bench.report.add(_figure(f"floor: SQL scan, {A_TRANSACTION} a transaction", scanned, "s"))
    return scanned


@asynccontextmanager
async def _connected(bench: Bench, service: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(bench.stack.layout.database_url(service))
    try:
        yield connection
    finally:
        await connection.close()


def _figure(
    what: str, value: float, unit: str, *, note: str = "", floor: float | None = None, goal: float | None = None
) -> Figure:
    return Figure(workload="W5", what=what, value=value, unit=unit, note=note, floor=floor, goal=goal)
