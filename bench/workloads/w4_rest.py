"""W4: what does Countersign take while nobody asks anything of it?"""

import asyncio

from bench.figures import Figure
from bench.meters.processes import FLOOR, OURSELVES
from bench.session import Bench

MB_OF_BARE = "a bare FastAPI + asyncpg process"


async def run(bench: Bench) -> None:
    await bench.quiet()
    async with bench.metered() as spent:
        with bench.bar("W4 at rest", bench.sizes.rest_s) as bar:
            for _ in range(int(bench.sizes.rest_s)):
                await asyncio.sleep(1)
                bar.step()
    share = {name: 100 * used / spent.seconds for name, used in spent.cpu_s.items()}
    memory = bench.processes.memory_mb()
    floor = memory.pop(FLOOR, 0.0)
    idle = sum(value for name, value in share.items() if name not in (OURSELVES, FLOOR))
    bench.report.add(
        _figure("memory of the whole stack", sum(memory.values()), "MB", note=f"PSS of {len(memory)} processes"),
        _figure("processor of the whole stack", idle, "% of a core"),
        _figure("SQL statements a second", sum(spent.statements.values()) / spent.seconds, ""),
    )
    for name, used in sorted(memory.items(), key=lambda pair: -pair[1]):
        bench.report.add(_figure(f"· {name}", used, "MB", note=f"{share.get(name, 0.0):.1f} % of a core"))
    bench.report.add(_figure("· the floor", floor, "MB", note=f"{MB_OF_BARE}, for comparison; not in the sum"))


def _figure(what: str, value: float, unit: str, note: str = "") -> Figure:
    return Figure(workload="W4", what=what, value=value, unit=unit, note=note)
