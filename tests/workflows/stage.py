"""How does a test play a process against a fake house, in a time of its own?"""

import asyncio
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

from messages.base import Event
from workflows.facts import Told, Waiting
from workflows.starts import Begin
from workflows.triggers import told_of
from workflows.worker import make_worker, verbs_of

HISTORIES = Path(__file__).parent / "histories"
RECORDING = bool(os.environ.get("COUNTERSIGN_RECORD"))  # `COUNTERSIGN_RECORD=1 pytest tests/workflows` saves them anew


@dataclass
class Play:
    """One process as it runs."""

    env: WorkflowEnvironment
    handle: WorkflowHandle[Any, Any]

    async def hears(self, *facts: Event | Told) -> None:
        """Facts reach the process in this order."""
        for fact in facts:
            await self.handle.signal("told", fact if isinstance(fact, Told) else told_of(fact))

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


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that comes by itself."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 (nothing announces it)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def play(env: WorkflowEnvironment, begin: Begin, *houses: object, saved_as: str = "") -> AsyncIterator[Play]:
    """Begin the process with these fakes; what still runs at the end is terminated."""
    queue = f"test-{uuid4()}"
    activities = [verb for house in houses for verb in verbs_of(house)]
    async with make_worker(env.client, activities, task_queue=queue):
        with env.with_time_skipping_disabled():
            handle = await env.client.start_workflow(
                begin.run, begin.input, id=begin.id, task_queue=queue, search_attributes=begin.search_attributes
            )
        try:
            yield Play(env, handle)
        finally:
            if RECORDING and saved_as:
                history = await handle.fetch_history()
                (HISTORIES / f"{saved_as}.json").write_text(history.to_json())
            if (await handle.describe()).close_time is None:
                await handle.terminate("the test is over")
