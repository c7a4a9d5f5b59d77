"""Which processes are stuck because their own code fails, and why?"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.client import Client, WorkflowExecution
from temporalio.service import RPCError

from chassis.base import metrics
from chassis.base.logs import log

# Temporal sets it on a run whose workflow task has failed or timed out several times in a row.
PROBLEMS = "ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL"
LOOK_SECONDS = 15.0
ANSWER_SECONDS = 10.0
MOST_NAMED = 200
LONGEST_CAUSE = 500
TIMES_OUT = "its task times out: the worker dies of it, or it never gives up the processor"


@dataclass(frozen=True)
class StuckProcess:
    """It is RUNNING and goes nowhere until its code is mended; then it goes on by itself."""

    process_id: str
    process: str
    since: datetime
    attempts: int
    cause: str


class StuckProcesses:
    """Asked from Temporal every few seconds: it also remembers what happened before this worker began."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, StuckProcess] = {}  # by run

    def now(self) -> list[StuckProcess]:
        """Oldest first."""
        return sorted(self._known.values(), key=lambda stuck: stuck.since)

    async def run(self) -> None:
        """Until it is cancelled; while Temporal is away, what was known last stays."""
        while True:
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self.look()
            except (RPCError, TimeoutError) as away:
                log.info("stuck processes are looked for later", why=str(away)[:200] or repr(away))
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Whoever is no longer stuck is forgotten."""
        found: dict[str, StuckProcess] = {}
        async for run in self._client.list_workflows(PROBLEMS, limit=MOST_NAMED):
            found[run.run_id] = await self._stuck(run)
        for run_id in found.keys() - self._known.keys():
            log.error("a process is stuck", process_id=found[run_id].process_id, cause=found[run_id].cause)
        self._known = found
        metrics.STUCK_PROCESSES.set(len(found))

    async def _stuck(self, run: WorkflowExecution) -> StuckProcess:
        handle = self._client.get_workflow_handle(run.id, run_id=run.run_id)
        task = (await handle.describe()).raw_description.pending_workflow_task
        known = self._known.get(run.run_id)
        since, cause = (known.since, known.cause) if known else await self._first_failure(run)
        return StuckProcess(run.id, run.workflow_type, since, task.attempt, cause)

    async def _first_failure(self, run: WorkflowExecution) -> tuple[datetime, str]:
        """Only the first failure in a row is an event of the history."""
        handle = self._client.get_workflow_handle(run.id, run_id=run.run_id)
        since, cause = run.start_time, TIMES_OUT
        async for event in handle.fetch_history_events():
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                since, cause = event.event_time.ToDatetime(tzinfo=UTC), TIMES_OUT
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
                failed = event.workflow_task_failed_event_attributes
                kind = WorkflowTaskFailedCause.Name(failed.cause).removeprefix("WORKFLOW_TASK_FAILED_CAUSE_")
                error = failed.failure.application_failure_info.type
                words = f"{error}: {failed.failure.message}" if error else failed.failure.message
                since, cause = event.event_time.ToDatetime(tzinfo=UTC), f"{words} ({kind.lower()})"[:LONGEST_CAUSE]
        return since, cause
