"""Could a process that was begun with an older version go on with this one?"""

import inspect
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from messages.errors import RuleViolation
from workflows.processes import contract_approval, opportunity_registration, order_to_cash, pool_reclaim
from workflows.worker import WORKFLOWS

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
LOOK_FIRST = "        return (await self._follow(RUNNING)).status\n"
# How the server or the converter shows it: another command than was recorded, or the answer of another step.
DIVERGED = ("ondeterminism", "Failed decoding arguments")
# What somebody might do to a process that runs, without a thought of those that were begun before: the module, the
# process that is replayed, what was written there, what is written now.
BAD_CHANGES = [
    pytest.param(
        contract_approval,
        "ContractApproval",
        LOOK_FIRST,
        "        await self._approval.decision(policy='contract', kind='contract', id=self._id, round=1)\n"
        + LOOK_FIRST,
        id="asks for approval before it looks",
    ),
    pytest.param(
        contract_approval,
        "ContractApproval",
        "step(Deals.make_contract_effective, self._id, now.round, decision.request_id)",
        "step(Deals.reject_contract, self._id, now.round, '')",
        id="another step after a yes",
    ),
    pytest.param(
        opportunity_registration,
        "OpportunityRegistration",
        "if not await self._pending_events.wait_until(now.protected_until):",
        "if not await self._pending_events.wait(now.protected_until - workflow.now()) and await self._look():",
        id="looks once more before the release",
    ),
    pytest.param(
        order_to_cash,
        "OrderToCash",
        "        await self._approval.withdraw()\n        await self._compensations.compensate(",
        "        await self._compensations.compensate(",
        id="no longer withdraws the request of a cancelled order",
    ),
    pytest.param(
        order_to_cash,
        "OrderToCash",
        "            self._backordered = await step(Orders.reserve_order, self._id)",
        """            self._backordered = await step(Orders.reserve_order, self._id)
            self._account = await step(Collections.account_snapshot, self._id)""",
        id="one more step after goods were reserved",
    ),
    pytest.param(
        pool_reclaim,
        "PoolReclaim",
        "        await self.keep(",
        "        await workflow.sleep(1)\n        await self.keep(",
        id="a keeper that waits a little first",
    ),
]


async def test_every_saved_history_replays() -> None:
    outcomes = await _replayed(_replayer(WORKFLOWS))
    assert {name: failure for name, failure in outcomes.items() if failure} == {}
    assert len(outcomes) == len(HISTORIES)


@pytest.mark.parametrize(("module", "process", "before", "after"), BAD_CHANGES)
async def test_a_change_that_would_break_what_runs_is_noticed(
    module: ModuleType, process: str, before: str, after: str
) -> None:
    outcomes = await _replayed(_replayer([_changed(module, process, {before: after})], sandboxed=False), process)
    assert any(sign in str(failure) for failure in outcomes.values() for sign in DIVERGED), outcomes


@pytest.mark.parametrize("process", ["ContractApproval", "OrderToCash"])
async def test_a_copy_that_was_not_changed_replays(process: str) -> None:
    """Else the test above would show nothing."""
    module = contract_approval if process == "ContractApproval" else order_to_cash
    outcomes = await _replayed(_replayer([_changed(module, process, {})], sandboxed=False), process)
    assert outcomes
    assert not any(outcomes.values()), outcomes


def _replayer(kinds: list[type], *, sandboxed: bool = True) -> Replayer:
    more: dict[str, Any] = {} if sandboxed else {"workflow_runner": UnsandboxedWorkflowRunner()}
    return Replayer(
        workflows=kinds,
        data_converter=pydantic_data_converter,
        workflow_failure_exception_types=[RuleViolation],
        **more,
    )


async def _replayed(replayer: Replayer, process: str = "") -> dict[str, Exception | None]:
    """By history, what went wrong; all processes, or one."""
    names = {_history(path).run_id: path.stem for path in HISTORIES}
    outcomes: dict[str, Exception | None] = {}
    async with replayer.workflow_replay_iterator(_saved(process)) as results:
        async for result in results:
            outcomes[names[result.history.run_id]] = result.replay_failure
    return outcomes


def _changed(module: ModuleType, process: str, changes: Mapping[str, str]) -> type:
    """The process as it would be with another text."""
    written = inspect.getsource(module)
    for before, after in changes.items():
        assert written.count(before) == 1, f"{before!r} is no longer written so"
        written = written.replace(before, after)
    copy: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(written, f"changed {module.__name__}", "exec"), copy)
    found: type = copy[process]
    return found


async def _saved(process: str = "") -> AsyncIterator[WorkflowHistory]:
    for path in HISTORIES:
        if path.stem.startswith(process):
            yield _history(path)


def _history(path: Path) -> WorkflowHistory:
    """As the process was called, where that was saved: the ids of its to-dos follow from it."""
    text = path.read_bytes().decode()
    started = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
    return WorkflowHistory.from_json(started.get("workflowId") or path.stem, text)


def test_every_process_has_a_saved_history() -> None:
    saved = {path.stem.partition("-")[0] for path in HISTORIES}
    assert saved == {"Approval", *(kind.__name__ for kind in WORKFLOWS)} - {"ApprovalAlone"}
