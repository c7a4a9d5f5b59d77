"""Who takes leads back to a public pool 公海池 when nobody follows up?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.keeper import KeeperInput, KeeperProcess
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.leads import Leads


class PoolKeeperInput(KeeperInput):
    """Which pool."""

    pool_id: UUID


@workflow.defn
class PoolReclaim(KeeperProcess):
    """Starts on PoolDefined and lives as long as the pool: pool-reclaim/{pool_id}."""

    @workflow.init
    def __init__(self, keeper_input: PoolKeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: PoolKeeperInput) -> NoReturn:
        """Warn and reclaim what is due, then sleep until the nearest deadline."""
        await self.keep(lambda: step(Leads.process_due_leads, keeper_input.pool_id))
