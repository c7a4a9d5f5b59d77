"""Who keeps the time of the requests that no process asked for?"""

from datetime import datetime
from typing import NoReturn

from temporalio import workflow

from workflows.facts import Waiting
from workflows.keeper import Keeper, Watch
from workflows.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.approvals import Approvals
    from workflows.activities.standings import NextLook


@workflow.defn
class ApprovalClocks:
    """Starts with the house and lives as long: approval-clocks/house."""

    @workflow.init
    def __init__(self, watch: Watch) -> None:
        self._keeper = Keeper(watch)

    @workflow.run
    async def run(self, watch: Watch) -> NoReturn:
        """Remind, escalate, let time run out, withdraw what was not submitted again; then sleep until the nearest."""
        await self._keeper.watch(self._sweep)
        workflow.continue_as_new(watch)

    async def _sweep(self) -> NextLook:
        return await step(Approvals.sweep_clocks)

    @workflow.signal
    def look_again(self, at: datetime | None = None) -> None:
        """The nearest bell moved."""
        self._keeper.look_again(at)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code="waits.deadline", params={"until": str(self._keeper.next_look)})]
