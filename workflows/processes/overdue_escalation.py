"""Who reminds and escalates when customers pay late?"""

from typing import NoReturn

from temporalio import workflow

from workflows.engine.keeper import KeeperInput, KeeperProcess
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from workflows.activities.collections import Collections


class ShardKeeperInput(KeeperInput):
    """Which of the fixed number of shards of receivables."""

    shard: int


@workflow.defn
class OverdueEscalation(KeeperProcess):
    """Starts with the stack and lives as long: overdue-escalation/{shard}."""

    @workflow.init
    def __init__(self, keeper_input: ShardKeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: ShardKeeperInput) -> NoReturn:
        """Remind before the due date, raise the dunning level after it, one message per customer."""
        await self.keep(lambda: step(Collections.process_due_receivables, keeper_input.shard))
