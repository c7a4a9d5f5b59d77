"""Who keeps the timers of the requests that no process submitted?"""

from typing import NoReturn

from temporalio import workflow

from workflows.engine.keeper import KeeperInput, KeeperProcess
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.approvals import Approvals


@workflow.defn
class ApprovalClocks(KeeperProcess):
    """Starts with the stack and lives as long: approval-clocks/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Remind, escalate, time out, withdraw what was not resubmitted; then sleep until the nearest timer."""
        await self.keep(lambda: step(Approvals.process_due_timers))
