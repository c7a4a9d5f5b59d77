"""W1: how fast are many approvals, decided at once, carried to the end of the processes that submitted them?"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID, uuid4

from bench.contenders import Countersign, MadeRequest
from bench.figures import Figure
from bench.meters.histories import length_of, running
from bench.session import Bench, Spent
from deploy.cast.player import until
from deploy.embedded.tokens import setup_token
from workflows import workflow_registry
from workflows.workflow_client import WorkflowClient

T = TypeVar("T")

KIND = "Approval"
CLIENTS = 16
GOAL_ENDED_PER_S = 30.0
LONGEST_END_S = 120.0


async def burst(bench: Bench, countersign: Countersign) -> None:
    """Each request is submitted by a process, which waits; the third signature comes for all as fast as it can."""
    before, count = await running(bench.temporal, KIND), bench.sizes.burst
    waiting = await _made(bench, countersign, count)
    await bench.quiet()
    async with bench.metered() as spent:
        began = time.time()
        with bench.bar(f"W1 {count} decided at once", count) as bar:
            await _each(waiting, lambda request: countersign.approve(request, 2), bar.step)
        decided_s = time.time() - began
        await until(lambda: _ended(bench, before), what="all processes to end", within_s=LONGEST_END_S)
        await bench.quiet()
    ended_s = await _last_end(bench, waiting) - began
    await _record(bench, waiting, spent, decided_s, ended_s)


async def _made(bench: Bench, countersign: Countersign, count: int) -> Sequence[MadeRequest]:
    """Two of three have signed."""
    client, token = WorkflowClient(bench.temporal), setup_token(bench.stack.layout)
    made: list[MadeRequest] = []

    async def submit_and_sign_twice(id: UUID) -> None:
        request = await countersign.submit_for(workflow_registry.request(id, number="").id, id, token)
        await client.start(workflow_registry.request(id, number=f"B-{str(id)[:8]}"))
        for signer in (0, 1):
            await countersign.approve(request, signer)
        made.append(request)

    with bench.bar(f"W1 {count} processes ask for approval", count) as bar:
        await _each([uuid4() for _ in range(count)], submit_and_sign_twice, bar.step)
    return made


async def _ended(bench: Bench, before: int) -> bool | None:
    return await running(bench.temporal, KIND) <= before or None


async def _last_end(bench: Bench, made: Sequence[MadeRequest]) -> float:
    """By the server's clock, which is this machine's: visibility shows it seconds later."""
    ends: list[float] = []

    async def note_end(request: MadeRequest) -> None:
        seen = await bench.temporal.get_workflow_handle(
            workflow_registry.request(UUID(request.id), number="").id
        ).describe()
        ends.append(seen.close_time.timestamp() if seen.close_time else time.time())

    await _each(made, note_end, lambda: None)
    return max(ends)


async def _each(what: Sequence[T], act: Callable[[T], Awaitable[object]], done: Callable[[], None]) -> None:
    """So many clients, each takes the next."""
    left = list(what)

    async def client() -> None:
        while left:
            await act(left.pop())
            done()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def _record(bench: Bench, made: Sequence[MadeRequest], spent: Spent, decided_s: float, ended_s: float) -> None:
    count = len(made)
    length = await length_of(bench.temporal, workflow_registry.request(UUID(made[0].id), number="").id)
    parts = {part: ms for part, ms in spent.cpu_ms_each(count).items() if ms >= 0.5}
    by_part = ", ".join(f"{part} {ms:.3g}" for part, ms in sorted(parts.items(), key=lambda pair: -pair[1]))
    activities = f"{length.local_activities} local + {length.activities} activities"
    bench.report.add(
        Figure(
            workload="W1", what=f"{count} decided at once, carried to the end of their processes",
            value=count / ended_s, unit="/s", goal=GOAL_ENDED_PER_S, more_is_better=True,
            note=f"decided after {decided_s:.1f} s, all ended after {ended_s:.1f} s",
        ),
        Figure(workload="W1", what="· CPU of one of them", value=sum(parts.values()), unit="ms", note=by_part),
        Figure(
            workload="W1", what="· history events of one of them", value=length.events, unit="",
            note=f"{activities}, {length.signals} signals, {length.tasks} workflow tasks",
        ),
    )  # fmt: skip
