"""Could a process that was begun with an older version go on with this one?"""

from collections.abc import AsyncIterator
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from messages.errors import Refused
from workflows.worker import WORKFLOWS

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


async def test_every_saved_history_replays() -> None:
    replayer = Replayer(
        workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_failure_exception_types=[Refused]
    )
    outcomes: dict[str, object] = {}
    async with replayer.workflow_replay_iterator(_saved()) as results:
        async for result in results:
            outcomes[result.history.workflow_id] = result.replay_failure
    assert {name: failure for name, failure in outcomes.items() if failure} == {}
    assert len(outcomes) == len(HISTORIES)


async def _saved() -> AsyncIterator[WorkflowHistory]:
    for path in HISTORIES:
        yield WorkflowHistory.from_json(path.stem, path.read_bytes().decode())


def test_every_process_has_a_saved_history() -> None:
    saved = {path.stem.partition("-")[0] for path in HISTORIES}
    assert saved == {"Approval", *(kind.__name__ for kind in WORKFLOWS)} - {"ApprovalAlone"}
