"""How does a test play a process against a fake house, in a time of its own?"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from messages.base import Event
from workflows.engine.signals import EventSignal, Waiting
from workflows.triggers import signal_of
from workflows.worker import activity_methods, make_worker
from workflows.workflow_client import WorkflowClient
from workflows.workflow_registry import WorkflowStart

HISTORIES = Path(__file__).parent / "histories"
RECORDING = bool(os.environ.get("COUNTERSIGN_RECORD"))  # `COUNTERSIGN_RECORD=1 pytest tests/workflows` saves them anew


@dataclass
class Play:
    """One process as it runs."""

    env: WorkflowEnvironment
    handle: WorkflowHandle[Any, Any]

    async def receives(self, *events: Event | EventSignal) -> None:
        """Events reach the process in this order; those after its end reach nobody."""
        client = WorkflowClient(self.env.client)
        for event in events:
            await client.signal(self.handle.id, _signal(event, self.handle.id))

    async def pass_time(self, **amount: float) -> None:
        """The process's own clock goes on."""
        await self.env.fast_forward(self.handle, timedelta(**amount))

    async def waits(self) -> list[str]:
        """The codes of what it waits for."""
        told = await self.handle.query("waiting_for", result_type=list[Waiting])
        return [one.code for one in told]

    async def ends(self) -> Any:
        """Its result; a process that does not end by itself fails the test."""
        async with asyncio.timeout(20):
            return await self.handle.result()


def _signal(event: Event | EventSignal, process_id: str) -> EventSignal:
    return event if isinstance(event, EventSignal) else signal_of(event, process_id)


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that comes by itself."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 (nothing announces it)
            await asyncio.sleep(0.01)


def save(name: str, history: dict[str, Any]) -> None:
    """Without the names of the machine it ran on."""
    (HISTORIES / f"{name}.json").write_text(json.dumps(_anonymous(history), indent=1) + "\n")


def _anonymous(part: Any) -> Any:
    if isinstance(part, list):
        return [_anonymous(each) for each in part]
    if isinstance(part, dict):
        return {key: "" if key in ("identity", "stackTrace") else _anonymous(value) for key, value in part.items()}
    return part


def patient_worker(env: WorkflowEnvironment, activities: list[Any], queue: str, **more: Any) -> Worker:
    """The product's worker in the SDK's sandbox, which tells what a process may not do; without its two seconds for a
    task: on a busy machine a pause is no deadlock."""
    runner = SandboxedWorkflowRunner()
    return make_worker(env.client, activities, task_queue=queue, workflow_runner=runner, debug_mode=True, **more)


@asynccontextmanager
async def play(
    env: WorkflowEnvironment, start: WorkflowStart, *services: object, saved_as: str = "", **worker: Any
) -> AsyncIterator[Play]:
    """Begin the process with these fakes; what still runs at the end is terminated."""
    queue = f"test-{uuid4()}"
    activities = [verb for services in services for verb in activity_methods(services)]
    async with patient_worker(env, activities, queue, **worker):
        with env.with_time_skipping_disabled():
            handle = await env.client.start_workflow(
                start.run, start.input, id=start.id, task_queue=queue, search_attributes=start.search_attributes
            )
        try:
            yield Play(env, handle)
        finally:
            if RECORDING and saved_as:
                save(saved_as, (await handle.fetch_history()).to_json_dict())
            if (await handle.describe()).close_time is None:
                await handle.terminate("the test is over")
