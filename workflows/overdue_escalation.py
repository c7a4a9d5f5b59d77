"""Who reminds and escalates when customers pay late?"""

from datetime import datetime
from typing import NoReturn

from temporalio import workflow

from workflows.facts import Waiting
from workflows.keeper import Keeper, Watch
from workflows.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.collections import Collections
    from workflows.activities.standings import NextLook


class ShardWatch(Watch):
    """Which of the fixed number of shards of receivables."""

    shard: int


@workflow.defn
class OverdueEscalation:
    """Starts with the house and lives as long: overdue-escalation/{shard}."""

    @workflow.init
    def __init__(self, watch: ShardWatch) -> None:
        self._shard = watch.shard
        self._keeper = Keeper(watch)

    @workflow.run
    async def run(self, watch: ShardWatch) -> NoReturn:
        """Remind before the due date, climb the rungs after it, one message per customer."""
        await self._keeper.watch(self._sweep)
        workflow.continue_as_new(watch)

    async def _sweep(self) -> NextLook:
        return await step(Collections.sweep_shard, self._shard)

    @workflow.signal
    def look_again(self, at: datetime | None = None) -> None:
        """The nearest deadline moved."""
        self._keeper.look_again(at)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code="waits.deadline", params={"until": str(self._keeper.next_look)})]
