"""Who asks the providers of e-invoices?"""

from datetime import timedelta
from typing import NoReturn

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.engine.keeper import KeeperInput, KeeperProcess

with workflow.unsafe.imports_passed_through():
    from workflows.activities.collections import Collections
    from workflows.activities.snapshots import KeeperProgress

# A batch waits for programs of others; what it has claimed nobody else asks for meanwhile.
ASKING = timedelta(seconds=60)
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=60))


@workflow.defn
class InvoiceFiling(KeeperProcess):
    """Starts with the stack and lives as long: invoice-filing/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Ask for what is due, then sleep until a provider is asked again, or for something new."""
        await self.keep(self._ask)

    async def _ask(self) -> KeeperProgress:
        return await workflow.execute_activity_method(
            Collections.process_due_filings, args=[workflow.now()], start_to_close_timeout=ASKING, retry_policy=RETRY
        )
