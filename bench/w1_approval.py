"""W1: how long does one approval take, and how many go through in a second, with everything running?"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.figures import Figure, median, percentile
from bench.floors.updates import QUEUE, ThreeUpdates
from bench.setting import Bench, Spent
from bench.sides import Asked, House, Rows, Side, Updates
from bench.w1_burst import burst
from bench.wire import Wires

SELLER = "li.sales"
SIGNERS = ("wang.manager", "sun.legal", "qian.finance")
AT_ONCE = (1, 8, 32)
METERED_AT = 8
ARRIVING_PER_S = 20
REST_S = 0.03  # between two acts, so that neither side works while the other is measured
GOAL_RATIO, GOAL_ARRIVING_MS, GOAL_SHARE = 1.5, 40.0, 0.5


@dataclass
class Times:
    """Milliseconds of one side."""

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
    async with _sides(bench) as sides:
        house, rows, updates = sides
        standing = {side.name: await _stand(bench, side, bench.sizes.standing) for side in sides}
        times = {side.name: Times() for side in sides}
        await bench.quiet()
        await _one_by_one(bench, sides, standing, times)
        await _three_at_once(bench, sides, times)
        _note_times(bench, times)
        await _note_statements(bench, house, standing[house.name][0])
        await _arriving(bench, house, rows)
        await _loops(bench, house, rows, updates)
        await burst(bench, house)


@asynccontextmanager
async def _sides(bench: Bench) -> AsyncIterator[tuple[House, Rows, Updates]]:
    """The house first, then its floor, then the comparison."""
    async with AsyncExitStack() as stack:
        house_wires = await stack.enter_async_context(Wires(bench.stack.urls["approvals"]))
        floor_wires = await stack.enter_async_context(Wires(bench.floor_url))
        known = [(str((await bench.cast.player(one)).id), await bench.stack.token(one)) for one in (SELLER, *SIGNERS)]
        house = House(house_wires, known[0], known[1:])
        runner = UnsandboxedWorkflowRunner()
        await stack.enter_async_context(
            Worker(bench.temporal, task_queue=QUEUE, workflows=[ThreeUpdates], workflow_runner=runner)
        )
        yield house, Rows(floor_wires), Updates(bench.temporal)


async def _stand(bench: Bench, side: Side, count: int) -> list[Asked]:
    """So many requests that wait for all three; the newest first."""
    with bench.bar(f"W1 {side.name}: {count} requests stand open", count) as bar:
        asked = []
        for _ in range(count):
            asked.append(await side.submit())
            bar.step()
    return asked[::-1]


async def _one_by_one(
    bench: Bench, sides: Sequence[Side], standing: dict[str, list[Asked]], times: dict[str, Times]
) -> None:
    """Two of three decide on the newest, side by side with the floor; the next signer looks into his inbox."""
    with bench.bar("W1 approve, visible", 2 * bench.sizes.newest) as bar:
        for signer in (0, 1):
            for place in range(bench.sizes.newest):
                for side in sides:
                    await _approve_and_see(side, standing[side.name][place], signer, times[side.name])
                    await asyncio.sleep(REST_S)
                bar.step()


async def _approve_and_see(side: Side, asked: Asked, signer: int, times: Times) -> None:
    began = time.perf_counter()
    await side.approve(asked, signer)
    times.approve.append(_ms_since(began))
    if isinstance(side, Updates):
        return
    while await side.decided(asked, signer + 1) < signer + 1:
        pass
    times.visible.append(_ms_since(began))


async def _three_at_once(bench: Bench, sides: Sequence[Side], times: dict[str, Times]) -> None:
    made = {side.name: [await side.submit() for _ in range(bench.sizes.at_once)] for side in sides}
    await bench.quiet()
    with bench.bar("W1 three at once", bench.sizes.at_once) as bar:
        for place in range(bench.sizes.at_once):
            for side in sides:
                asked, began = made[side.name][place], time.perf_counter()
                last = await asyncio.gather(*(side.approve(asked, signer) for signer in range(3)))
                times[side.name].three.append(_ms_since(began))
                assert sum(last) == 1, "exactly one decision is the last"
                await asyncio.sleep(3 * REST_S)
            bar.step()


def _note_times(bench: Bench, times: dict[str, Times]) -> None:
    house, rows, updates = times.values()
    for what, of in (("approve", "approve"), ("visible to the next signer", "visible"), ("three at once", "three")):
        ours, floor = getattr(house, of), getattr(rows, of)
        goal = GOAL_RATIO * median(floor) if of != "three" else None
        bench.paper.note(
            Figure(workload="W1", what=what, value=median(ours), unit="ms", floor=median(floor), goal=goal),
            Figure(
                workload="W1", what=f"{what}, p95", value=percentile(ours, 95), unit="ms", floor=percentile(floor, 95)
            ),
        )
    for what, of in (("approve", "approve"), ("three at once", "three")):
        other = median(getattr(updates, of))
        note = "three Updates, client and worker in one process; not the house"
        floor_ms = median(getattr(rows, of))
        bench.paper.note(
            Figure(workload="W1", what=f"bare Temporal: {what}", value=other, unit="ms", floor=floor_ms, note=note)
        )


async def _note_statements(bench: Bench, house: Side, asked: Asked) -> None:
    """The third decision of one request, which settles it."""
    async with bench.metered() as spent:
        await house.approve(asked, 2)
        await asyncio.sleep(10 * REST_S)
    own = spent.statements.get("approvals", 0)
    bench.paper.note(
        Figure(workload="W1", what="SQL statements of the settling approve", value=own, unit="", note="with its relay")
    )


async def _arriving(bench: Bench, house: Side, rows: Side) -> None:
    """Decisions arrive evenly, whether or not those before have been answered."""
    p95 = {}
    for side in (house, rows):
        made = await _stand(bench, side, int(bench.sizes.arriving_s * ARRIVING_PER_S / 3) + 1)
        await bench.quiet()
        p95[side.name] = percentile(await _arrive(bench, side, made), 95)
    bench.paper.note(
        Figure(
            workload="W1",
            what=f"approve, p95 with {ARRIVING_PER_S} a second arriving",
            value=p95[house.name],
            unit="ms",
            floor=p95[rows.name],
            goal=GOAL_ARRIVING_MS,
        )
    )


async def _arrive(bench: Bench, side: Side, made: Sequence[Asked]) -> list[float]:
    began, taken = time.perf_counter() + 0.05, []

    async def one(place: int) -> None:
        due = began + place / ARRIVING_PER_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await side.approve(made[place // 3], place % 3)
        taken.append(_ms_since(due))
        bar.step()

    count = int(bench.sizes.arriving_s * ARRIVING_PER_S)
    with bench.bar(f"W1 {side.name}: {ARRIVING_PER_S} a second arrive", count) as bar:
        await asyncio.gather(*(one(place) for place in range(count)))
    return taken


async def _loops(bench: Bench, house: Side, rows: Side, updates: Side) -> None:
    for clients in AT_ONCE:
        floor = await _loop(bench, rows, clients)
        ours = await _loop(bench, house, clients)
        goal = GOAL_SHARE * floor.per_s if clients == METERED_AT else None
        what = f"approved per second, {clients} at once"
        bench.paper.note(
            Figure(
                workload="W1", what=what, value=ours.per_s, unit="/s", floor=floor.per_s, goal=goal, more_is_better=True
            )
        )
        if clients == METERED_AT:
            _note_cpu(bench, ours, floor)
    bare = await _loop(bench, updates, METERED_AT)
    what = f"bare Temporal: approved per second, {METERED_AT} at once"
    bench.paper.note(Figure(workload="W1", what=what, value=bare.per_s, unit="/s", more_is_better=True))


async def _loop(bench: Bench, side: Side, clients: int) -> Loop:
    """Each client: submit, three approvals, read "approved"; again until the time is over. Then all rests."""
    began, done = time.perf_counter(), 0
    end = began + bench.sizes.loop_s
    ended = began

    async def client() -> None:
        nonlocal done, ended
        while time.perf_counter() < end:
            asked = await side.submit()
            for signer in range(3):
                await side.approve(asked, signer)
            assert await side.state(asked) == "APPROVED"
            done, ended = done + 1, time.perf_counter()
            bar.at(ended - began)

    async with bench.metered() as spent:
        with bench.bar(f"W1 {side.name}: {clients} in a closed loop", bench.sizes.loop_s) as bar:
            await asyncio.gather(*(client() for _ in range(clients)))
        await bench.quiet()
    return Loop(done / (ended - began), done, spent)


def _note_cpu(bench: Bench, ours: Loop, floor: Loop) -> None:
    """Per approved request: submit, three decisions, a look, and all that follows from them."""
    parts, bare = ours.spent.cpu_ms_each(ours.done), floor.spent.floor_cpu_ms_each(floor.done)
    bench.paper.note(
        Figure(workload="W1", what="CPU each", value=sum(parts.values()), unit="ms", floor=sum(bare.values()))
    )
    for part, used in sorted(parts.items(), key=lambda pair: -pair[1]):
        note = ours.spent.services_cpu_ms_each(ours.done) if part == "services" else ""
        bench.paper.note(
            Figure(workload="W1", what=f"· {part}", value=used, unit="ms", floor=bare.get(part), note=note)
        )
    statements = {name: count / ours.done for name, count in ours.spent.statements.items()}
    told = ", ".join(f"{name} {count:.0f}" for name, count in sorted(statements.items()) if count >= 0.5)
    bare_each = sum(floor.spent.statements.values()) / floor.done
    each = sum(statements.values())
    bench.paper.note(
        Figure(workload="W1", what="SQL statements each, all services", value=each, unit="", floor=bare_each, note=told)
    )


def _ms_since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
