"""W3: many leads are due at one moment in one pool: how long until each is reclaimed, durably?"""

import asyncio
import time
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]

from bench.company import POOL, SOURCE
from bench.figures import Figure
from bench.floors.deadlines import A_TRANSACTION, scan_s, timers_s
from bench.session import Bench
from deploy.sample import goods
from messages.imports import ImportReport
from messages.leads.leads import BatchItem
from messages.leads.pools import PoolView

A_BATCH = 500
OWNER = "li.sales"
SHORTEST, SHORTEST_S = "1 minutes", 61.0
LONGEST_S = 60.0
OWNED = "SELECT count(*) FROM lead WHERE source = $1 AND status = 'OWNED'"


async def run(bench: Bench) -> None:
    """The moment: the pool's rule becomes a minute, and all were taken longer ago than that."""
    source = f"{SOURCE}-due"
    pool = POOL.model_copy(update={"code": "BENCHDUE", "sources": [source]})
    await bench.cast.setup.post("leads", "/pools", pool, PoolView)
    await _own(bench, source)
    taken = time.monotonic()
    await _floors(bench)
    await bench.quiet()
    await _until_a_minute_old(bench, taken)
    connection = await asyncpg.connect(bench.stack.layout.database_url("leads"))
    try:
        async with bench.metered() as spent:
            began = time.perf_counter()
            shorter = pool.model_copy(update={"follow_up_within": SHORTEST, "warn_before": "0 minutes"})
            await bench.cast.setup.post("leads", "/pools", shorter, PoolView)
            due = time.perf_counter()
            await _until_reclaimed(bench, connection, source)
            done = time.perf_counter()
            await bench.quiet()
    finally:
        await connection.close()
    count = bench.sizes.leads
    parts = spent.cpu_ms_each(count)
    by_part = ", ".join(
        f"{part} {used:.2f}" for part, used in sorted(parts.items(), key=lambda p: -p[1]) if used >= 0.01
    )
    bench.report.add(
        _figure(f"{count} leads reclaimed", done - due, "s", note="from the moment they are due"),
        _figure("· the change of the rule itself", due - began, "s", note=f"{count} clocks set anew"),
        _figure("· a lead", 1000 * (done - due) / count, "ms"),
        _figure("CPU a lead", sum(parts.values()), "ms", note=f"with all that receives it: {by_part}"),
        _figure("SQL statements a lead", sum(spent.statements.values()) / count, ""),
    )


async def _own(bench: Bench, source: str) -> None:
    """So many leads in the pool, all given to one seller."""
    owner = await bench.cast.player(OWNER)
    with bench.bar("W3 leads taken in and given out", bench.sizes.leads) as bar:
        for first in range(0, bench.sizes.leads, A_BATCH):
            lines = range(first, min(first + A_BATCH, bench.sizes.leads))
            rows = [
                {"line": n + 1, "source": source, "external_id": uuid4().hex, "legal_entity_id": goods.ENTITY}
                for n in lines
            ]
            body = {"rows": rows, "source": "bench"}
            report = await bench.cast.setup.post("leads", "/leads/import", body, ImportReport)
            assert report.accepted == len(rows), report.rows[:3]
            given = {"lead_ids": [str(row.id) for row in report.rows], "owner_id": str(owner.id)}
            items = await bench.cast.setup.post("leads", "/leads/assign", given, list[BatchItem])
            assert all(item.done for item in items), items[:3]
            bar.step(len(rows))


async def _floors(bench: Bench) -> None:
    count, timers = bench.sizes.leads, bench.sizes.timers
    async with asyncpg.create_pool(bench.floor_database, min_size=2, max_size=10) as pool:
        with bench.bar("W3 floors", 3) as bar:
            scanned = await scan_s(pool, count)
            bar.step()
            batched = await timers_s(bench.temporal, pool, count, each=A_TRANSACTION)
            bar.step()
            single = await timers_s(bench.temporal, pool, timers, each=1) * count / timers
            bar.step()
    bench.report.add(
        _figure(f"floor: SQL scan, {A_TRANSACTION} a transaction", scanned, "s"),
        _figure(f"floor: Temporal, a timer for {A_TRANSACTION}", batched, "s", note="local activity writes PostgreSQL"),
        _figure("floor: Temporal, a workflow for each", single, "s", note=f"{timers} measured, scaled to {count}"),
    )


async def _until_a_minute_old(bench: Bench, taken: float) -> None:
    with bench.bar("W3 until they are a minute old", SHORTEST_S) as bar:
        while (age := time.monotonic() - taken) < SHORTEST_S:
            bar.at(age)
            await asyncio.sleep(0.5)


async def _until_reclaimed(bench: Bench, connection: asyncpg.Connection, source: str) -> None:
    end = time.monotonic() + LONGEST_S
    with bench.bar("W3 reclaimed", bench.sizes.leads) as bar:
        while owned := await connection.fetchval(OWNED, source):
            bar.at(bench.sizes.leads - owned)
            if time.monotonic() > end:
                raise TimeoutError(f"{owned} leads are still owned after {LONGEST_S:.0f} s")
            await asyncio.sleep(0.01)


def _figure(what: str, value: float, unit: str, note: str = "") -> Figure:
    return Figure(workload="W3", what=what, value=value, unit=unit, note=note)
