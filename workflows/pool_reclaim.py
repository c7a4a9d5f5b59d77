"""Who takes leads back to a public pool 公海池 when nobody follows up?"""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.facts import Waiting
from workflows.keeper import Keeper, Watch
from workflows.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.leads import Leads
    from workflows.activities.standings import NextLook


class PoolWatch(Watch):
    """Which pool."""

    pool_id: UUID


@workflow.defn
class PoolReclaim:
    """Starts on PoolDefined and lives as long as the pool: pool-reclaim/{pool_id}."""

    @workflow.init
    def __init__(self, watch: PoolWatch) -> None:
        self._pool = watch.pool_id
        self._keeper = Keeper(watch)

    @workflow.run
    async def run(self, watch: PoolWatch) -> NoReturn:
        """Warn and reclaim what is due, then sleep until the nearest deadline."""
        await self._keeper.watch(self._sweep)
        workflow.continue_as_new(watch)

    async def _sweep(self) -> NextLook:
        return await step(Leads.sweep_pool, self._pool)

    @workflow.signal
    def look_again(self, at: datetime | None = None) -> None:
        """The nearest deadline moved."""
        self._keeper.look_again(at)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code="waits.deadline", params={"until": str(self._keeper.next_look)})]
