"""How is a process started and signalled on the Temporal server?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from chassis.events.subscriptions import Unreachable
from workflows.engine.signals import EventSignal
from workflows.workflow_registry import TASK_QUEUE, WorkflowStart

UNREACHABLE_CODES = (
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.RESOURCE_EXHAUSTED,  # it is there, and asks to be spared for a moment
)
PATIENCE_SECONDS = 30  # around all tries of a call: its own limit would be one of each try
LISTING_SECONDS = 300
FIRST_ONLY = WorkflowIDReusePolicy.REJECT_DUPLICATE
ALSO_AFTER_ITS_END = WorkflowIDReusePolicy.ALLOW_DUPLICATE


class WorkflowClient:
    """Start and signal, both of which may be repeated. Raises Unreachable while Temporal is away."""

    def __init__(self, client: Client, *, task_queue: str = TASK_QUEUE) -> None:
        self.client = client
        self._task_queue = task_queue

    async def start(self, start: WorkflowStart) -> None:
        """Start it for the first time: one that runs or has ended stays as it is."""
        await self._start(start, FIRST_ONLY)

    async def restart_unless_running(self, start: WorkflowStart) -> None:
        """Start it unless it runs, also after it has ended."""
        await self._start(start, ALSO_AFTER_ITS_END)

    async def start_or_signal(self, start: WorkflowStart, signal: EventSignal) -> None:
        """Signal it; start it first when it does not run (any more): its record was resubmitted."""
        await self._start(start, ALSO_AFTER_ITS_END, "told", signal)

    async def start_or_wake_up(self, start: WorkflowStart, at: datetime | None = None) -> None:
        """A keeper: it wakes up at this time, or now."""
        await self._start(start, ALSO_AFTER_ITS_END, "look_again", at)

    async def signal(self, process_id: str, signal: EventSignal) -> bool:
        """Signal it; False when no such process runs."""
        async with _reachable():
            try:
                await self.client.get_workflow_handle(process_id).signal("told", signal)
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
        async with _reachable(LISTING_SECONDS):
            query = "ExecutionStatus = 'Running'"
            return [found.id async for found in self.client.list_workflows(query, page_size=500)]

    async def _start(
        self, start: WorkflowStart, reuse: WorkflowIDReusePolicy, signal_name: str | None = None, input: object = None
    ) -> None:
        async with _reachable():
            try:
                await self.client.start_workflow(
                    start.run,
                    start.input,
                    id=start.id,
                    task_queue=self._task_queue,
                    id_reuse_policy=reuse,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    search_attributes=start.search_attributes,
                    start_signal=signal_name,
                    start_signal_args=[input] if signal_name else [],
                )
            except WorkflowAlreadyStartedError:
                return


@asynccontextmanager
async def _reachable(patience_s: float = PATIENCE_SECONDS) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(patience_s):
            yield
    except TimeoutError as silent:
        raise Unreachable(f"Temporal does not answer within {patience_s} s") from silent
    except RPCError as error:
        if error.status in UNREACHABLE_CODES:
            raise Unreachable(f"Temporal: {error}") from error
        raise
