"""Is a process whose own code fails named with its cause, and forgotten when it goes on?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from chassis.testing.plugin import an_actor
from tests.workflows.test_operator_routes import a_client
from workflows.operator_routes import Ops
from workflows.stuck_processes import StuckProcess, StuckProcesses

MENDED = asyncio.Event()


@workflow.defn
class Broken:
    """Raises what nobody expected, until it is mended."""

    @workflow.run
    async def run(self) -> str:
        if not MENDED.is_set():
            raise KeyError("no such field")
        return "done"


@asynccontextmanager
async def running(env: WorkflowEnvironment, kind: str) -> AsyncIterator[WorkflowHandle[Any, Any]]:
    MENDED.clear()
    queue = f"stuck-{uuid4()}"
    runner = UnsandboxedWorkflowRunner()
    async with Worker(env.client, task_queue=queue, workflows=[Broken], workflow_runner=runner):
        handle = await env.client.start_workflow(kind, id=f"{kind.lower()}/{uuid4()}", task_queue=queue)
        try:
            yield handle
        finally:
            if not MENDED.is_set():
                await handle.terminate()


async def stuck(found: StuckProcesses, process_id: str, *, wanted: bool = True) -> list[StuckProcess]:
    """Two minutes are what is promised."""
    async with asyncio.timeout(110):
        while True:
            await found.look()
            mine = [one for one in found.now() if one.process_id == process_id]
            if bool(mine) is wanted:
                return mine
            await asyncio.sleep(0.5)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        pytest.param("Broken", "KeyError: 'no such field'", id="its code raises"),
        pytest.param("Gone", "Workflow class Gone is not registered", id="its code is not there"),
    ],
)
async def test_case_b11_feature_209_a_process_whose_code_fails_is_stuck_with_its_cause(
    env: WorkflowEnvironment, kind: str, cause: str
) -> None:
    found = StuckProcesses(env.client)
    async with running(env, kind) as process:
        [one] = await stuck(found, process.id)
        assert cause in one.cause
        assert (one.process, one.attempts >= 2) == (kind, True)


async def test_case_b11_feature_209_operators_see_it_until_the_code_is_mended(env: WorkflowEnvironment) -> None:
    house_wide = an_actor("ops", legal_entities=("*",))  # it has no record of which a service could be asked
    async with running(env, "Broken") as process, a_client(env, house_wide) as client:
        ops: Ops = client._transport.app.state.service  # type: ignore[attr-defined]
        await stuck(ops.stuck, process.id)
        shown = [
            one for one in (await client.get("/stuck-processes")).json()["items"] if one["process_id"] == process.id
        ]
        assert "no such field" in shown[0]["cause"]
        waits = (await client.get(f"/processes/{process.id}")).json()["waiting_for"]
        assert [wait["code"] for wait in waits] == ["waits.stuck"]
        assert "no such field" in waits[0]["text"]
        MENDED.set()
        assert await process.result() == "done"
        assert await stuck(ops.stuck, process.id, wanted=False) == []


async def test_only_operators_may_ask(env: WorkflowEnvironment) -> None:
    async with a_client(env, an_actor("sales")) as client:
        assert (await client.get("/stuck-processes")).status_code == 403
