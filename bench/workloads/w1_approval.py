"""W1: how long does one approval take, and how many go through in a second, with everything running?"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.contenders import BareRows, BareTemporal, Contender, Countersign, MadeRequest
from bench.figures import Figure, median, percentile
from bench.floors.updates import QUEUE, ThreeUpdates
from bench.http_wire import HttpWires
from bench.session import Bench, Spent
from bench.workloads.w1_burst import burst

SELLER = "li.sales"
SIGNERS = ("wang.manager", "sun.legal", "qian.finance")
AT_ONCE = (1, 8, 32)
METERED_AT = 8
ARRIVING_PER_S = 20
REST_S = 0.03  # between two acts, so that neither contender works while the other is measured
GOAL_RATIO, GOAL_ARRIVING_MS, GOAL_SHARE = 1.5, 40.0, 0.5


@dataclass
class Times:
    """Milliseconds of one contender."""

    approve: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)
    three: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Loop:
    """What came of some clients in a closed loop."""

    per_s: float
    done: int
    spent: Spent


async def run(bench: Bench) -> None:
    async with _contenders(bench) as contenders:
        countersign, rows, updates = contenders
        pending = {contender.name: await _stand(bench, contender, bench.sizes.pending) for contender in contenders}
        times = {contender.name: Times() for contender in contenders}
        await bench.quiet()
        await _one_by_one(bench, contenders, pending, times)
        await _three_at_once(bench, contenders, times)
        _record_times(bench, times)
        await _record_statements(bench, countersign, pending[countersign.name][0])
        await _arriving(bench, countersign, rows)
        await _loops(bench, countersign, rows, updates)
        await burst(bench, countersign)


@asynccontextmanager
async def _contenders(bench: Bench) -> AsyncIterator[tuple[Countersign, BareRows, BareTemporal]]:
    """Countersign first, then its floor, then the comparison."""
    async with AsyncExitStack() as stack:
        countersign_wires = await stack.enter_async_context(HttpWires(bench.stack.urls["approvals"]))
        floor_wires = await stack.enter_async_context(HttpWires(bench.floor_url))
        known = [(str((await bench.cast.player(one)).id), await bench.stack.token(one)) for one in (SELLER, *SIGNERS)]
        countersign = Countersign(countersign_wires, known[0], known[1:])
        runner = UnsandboxedWorkflowRunner()
        await stack.enter_async_context(
            Worker(bench.temporal, task_queue=QUEUE, workflows=[ThreeUpdates], workflow_runner=runner)
        )
        yield countersign, BareRows(floor_wires), BareTemporal(bench.temporal)


async def _stand(bench: Bench, contender: Contender, count: int) -> list[MadeRequest]:
    """So many requests that wait for all three; the newest first."""
    with bench.bar(f"W1 {contender.name}: {count} requests stand open", count) as bar:
        made = []
        for _ in range(count):
            made.append(await contender.submit())
            bar.step()
    return made[::-1]


async def _one_by_one(
    bench: Bench, contenders: Sequence[Contender], pending: dict[str, list[MadeRequest]], times: dict[str, Times]
) -> None:
    """Two of three decide on the newest, side by side with the floor; the next signer looks into his inbox."""
    with bench.bar("W1 approve, visible", 2 * bench.sizes.newest) as bar:
        for signer in (0, 1):
            for place in range(bench.sizes.newest):
                for contender in contenders:
                    await _approve_and_see(contender, pending[contender.name][place], signer, times[contender.name])
                    await asyncio.sleep(REST_S)
                bar.step()


async def _approve_and_see(contender: Contender, request: MadeRequest, signer: int, times: Times) -> None:
    began = time.perf_counter()
    await contender.approve(request, signer)
    times.approve.append(_ms_since(began))
    if isinstance(contender, BareTemporal):
        return
    while await contender.decided(request, signer + 1) < signer + 1:
        pass
    times.visible.append(_ms_since(began))


async def _three_at_once(bench: Bench, contenders: Sequence[Contender], times: dict[str, Times]) -> None:
    made = {contender.name: [await contender.submit() for _ in range(bench.sizes.at_once)] for contender in contenders}
    await bench.quiet()
    with bench.bar("W1 three at once", bench.sizes.at_once) as bar:
        for place in range(bench.sizes.at_once):
            for contender in contenders:
                request, began = made[contender.name][place], time.perf_counter()
                last = await asyncio.gather(*(contender.approve(request, signer) for signer in range(3)))
                times[contender.name].three.append(_ms_since(began))
                assert sum(last) == 1, "exactly one decision is the last"
                await asyncio.sleep(3 * REST_S)
            bar.step()


def _record_times(bench: Bench, times: dict[str, Times]) -> None:
    countersign, rows, updates = times.values()
    for what, of in (("approve", "approve"), ("visible to the next signer", "visible"), ("three at once", "three")):
        ours, floor = getattr(countersign, of), getattr(rows, of)
        goal = GOAL_RATIO * median(floor) if of != "three" else None
        bench.report.add(
            Figure(workload="W1", what=what, value=median(ours), unit="ms", floor=median(floor), goal=goal),
            Figure(
                workload="W1", what=f"{what}, p95", value=percentile(ours, 95), unit="ms", floor=percentile(floor, 95)
            ),
        )
    for what, of in (("approve", "approve"), ("three at once", "three")):
        other = median(getattr(updates, of))
        note = "three Updates, client and worker in one process; not Countersign"
        floor_ms = median(getattr(rows, of))
        bench.report.add(
            Figure(workload="W1", what=f"bare Temporal: {what}", value=other, unit="ms", floor=floor_ms, note=note)
        )


async def _record_statements(bench: Bench, countersign: Contender, request: MadeRequest) -> None:
    """The third decision of one request, which settles it."""
    async with bench.metered() as spent:
        await countersign.approve(request, 2)
        await asyncio.sleep(10 * REST_S)
    own = spent.statements.get("approvals", 0)
    bench.report.add(
        Figure(workload="W1", what="SQL statements of the settling approve", value=own, unit="", note="with its relay")
    )


async def _arriving(bench: Bench, countersign: Contender, rows: Contender) -> None:
    """Decisions arrive evenly, whether or not those before have been answered."""
    p95 = {}
    for contender in (countersign, rows):
        made = await _stand(bench, contender, int(bench.sizes.arriving_s * ARRIVING_PER_S / 3) + 1)
        await bench.quiet()
        p95[contender.name] = percentile(await _arrive(bench, contender, made), 95)
    bench.report.add(
        Figure(
            workload="W1",
            what=f"approve, p95 with {ARRIVING_PER_S} a second arriving",
            value=p95[countersign.name],
            unit="ms",
            floor=p95[rows.name],
            goal=GOAL_ARRIVING_MS,
        )
    )


async def _arrive(bench: Bench, contender: Contender, made: Sequence[MadeRequest]) -> list[float]:
    began, taken = time.perf_counter() + 0.05, []

    async def decide(place: int) -> None:
        due = began + place / ARRIVING_PER_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await contender.approve(made[place // 3], place % 3)
        taken.append(_ms_since(due))
        bar.step()

    count = int(bench.sizes.arriving_s * ARRIVING_PER_S)
    with bench.bar(f"W1 {contender.name}: {ARRIVING_PER_S} a second arrive", count) as bar:
        await asyncio.gather(*(decide(place) for place in range(count)))
    return taken


async def _loops(bench: Bench, countersign: Contender, rows: Contender, updates: Contender) -> None:
    for clients in AT_ONCE:
        floor = await _loop(bench, rows, clients)
        ours = await _loop(bench, countersign, clients)
        goal = GOAL_SHARE * floor.per_s if clients == METERED_AT else None
        what = f"approved per second, {clients} at once"
        bench.report.add(
            Figure(
                workload="W1", what=what, value=ours.per_s, unit="/s", floor=floor.per_s, goal=goal, more_is_better=True
            )
        )
        if clients == METERED_AT:
            _record_cpu(bench, ours, floor)
    bare = await _loop(bench, updates, METERED_AT)
    what = f"bare Temporal: approved per second, {METERED_AT} at once"
    bench.report.add(Figure(workload="W1", what=what, value=bare.per_s, unit="/s", more_is_better=True))


async def _loop(bench: Bench, contender: Contender, clients: int) -> Loop:
    """Each client: submit, three approvals, read "approved"; again until the time is over. Then all rests."""
    began, done = time.perf_counter(), 0
    end = began + bench.sizes.loop_s
    ended = began

    async def client() -> None:
        nonlocal done, ended
        while time.perf_counter() < end:
            request = await contender.submit()
            for signer in range(3):
                await contender.approve(request, signer)
            assert await contender.state(request) == "APPROVED"
            done, ended = done + 1, time.perf_counter()
            bar.at(ended - began)

    async with bench.metered() as spent:
        with bench.bar(f"W1 {contender.name}: {clients} in a closed loop", bench.sizes.loop_s) as bar:
            await asyncio.gather(*(client() for _ in range(clients)))
        await bench.quiet()
    return Loop(done / (ended - began), done, spent)


def _record_cpu(bench: Bench, ours: Loop, floor: Loop) -> None:
    """Per approved request: submit, three decisions, a look, and all that follows from them."""
    parts, bare = ours.spent.cpu_ms_each(ours.done), floor.spent.floor_cpu_ms_each(floor.done)
    bench.report.add(
        Figure(workload="W1", what="CPU each", value=sum(parts.values()), unit="ms", floor=sum(bare.values()))
    )
    for part, used in sorted(parts.items(), key=lambda pair: -pair[1]):
        note = ours.spent.services_cpu_ms_each(ours.done) if part == "services" else ""
        bench.report.add(
            Figure(workload="W1", what=f"· {part}", value=used, unit="ms", floor=bare.get(part), note=note)
        )
    statements = {name: count / ours.done for name, count in ours.spent.statements.items()}
    by_service = ", ".join(f"{name} {count:.0f}" for name, count in sorted(statements.items()) if count >= 0.5)
    bare_each = sum(floor.spent.statements.values()) / floor.done
    each = sum(statements.values())
    bench.report.add(
        Figure(
            workload="W1",
            what="SQL statements each, all services",
            value=each,
            unit="",
            floor=bare_each,
            note=by_service,
        )
    )


def _ms_since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
