"""Who says that a task of an activity is late?"""

from typing import NoReturn

from temporalio import workflow

from workflows.engine.keeper import KeeperInput, KeeperProcess
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.leads import Leads


@workflow.defn
class CampaignDeadlines(KeeperProcess):
    """Starts with the stack and lives as long: campaign-deadlines/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Say what is late, each once, then sleep until the nearest day that ends."""
        await self.keep(lambda: step(Leads.process_due_campaign_tasks))
