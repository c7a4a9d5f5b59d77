"""Who reminds sellers of what they wanted to do, and of what does not go on?"""

from typing import NoReturn

from temporalio import workflow

from workflows.engine.keeper import KeeperInput, KeeperProcess
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.deals import Deals


@workflow.defn
class DealReminders(KeeperProcess):
    """Starts with the stack and lives as long: deal-reminders/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Say what is due, each once, then sleep until the nearest one."""
        await self.keep(lambda: step(Deals.process_due_reminders))
