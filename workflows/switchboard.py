"""How is a process begun, and told a fact, on the Temporal server?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from chassis.subscriptions import Unreachable
from workflows.facts import Told
from workflows.starts import TASK_QUEUE, Begin

AWAY = (
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.RESOURCE_EXHAUSTED,  # it is there, and asks to be spared for a moment
)
FIRST_ONLY = WorkflowIDReusePolicy.REJECT_DUPLICATE
AGAIN = WorkflowIDReusePolicy.ALLOW_DUPLICATE


class Switchboard:
    """Begin and tell, both of which may be repeated. Raises Unreachable while Temporal is away."""

    def __init__(self, client: Client, *, task_queue: str = TASK_QUEUE) -> None:
        self.client = client
        self._task_queue = task_queue

    async def begin(self, begin: Begin) -> None:
        """Begin it for the first time: one that runs or has ended stays as it is."""
        await self._start(begin, FIRST_ONLY)

    async def begin_again(self, begin: Begin) -> None:
        """Begin it unless it runs, also after it has ended."""
        await self._start(begin, AGAIN)

    async def begin_or_tell(self, begin: Begin, told: Told) -> None:
        """Tell it; begin it first when it does not run (any more): its record was submitted again."""
        await self._start(begin, AGAIN, "told", told)

    async def begin_or_look(self, begin: Begin, at: datetime | None = None) -> None:
        """A keeper: it looks again at this time, or now."""
        await self._start(begin, AGAIN, "look_again", at)

    async def tell(self, process_id: str, told: Told) -> bool:
        """Tell it; False when no such process runs."""
        async with _reachable():
            try:
                await self.client.get_workflow_handle(process_id).signal("told", told)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                return False
        return True

    async def runs(self, process_id: str) -> bool:
        """Asked by id, which is exact, not by visibility, which lags."""
        async with _reachable():
            try:
                described = await self.client.get_workflow_handle(process_id).describe()
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                return False
        return described.status is WorkflowExecutionStatus.RUNNING

    async def running(self) -> list[str]:
        """The ids of all that run, as visibility knows them: perhaps a moment late."""
        async with _reachable():
            query = "ExecutionStatus = 'Running'"
            return [found.id async for found in self.client.list_workflows(query, page_size=500)]

    async def _start(
        self, begin: Begin, reuse: WorkflowIDReusePolicy, signal: str | None = None, about: object = None
    ) -> None:
        async with _reachable():
            try:
                await self.client.start_workflow(
                    begin.run,
                    begin.input,
                    id=begin.id,
                    task_queue=self._task_queue,
                    id_reuse_policy=reuse,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    search_attributes=begin.search_attributes,
                    start_signal=signal,
                    start_signal_args=[about] if signal else [],
                )
            except WorkflowAlreadyStartedError:
                return


@asynccontextmanager
async def _reachable() -> AsyncIterator[None]:
    try:
        yield
    except RPCError as error:
        if error.status in AWAY:
            raise Unreachable(f"Temporal: {error}") from error
        raise
