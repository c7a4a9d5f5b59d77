"""Who mails invoices and dunning letters to customers?"""

from datetime import timedelta
from typing import NoReturn

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.engine.keeper import KeeperInput, KeeperProcess

with workflow.unsafe.imports_passed_through():
    from workflows.activities.collections import Collections
    from workflows.activities.snapshots import KeeperProgress

# A batch waits for a mail server; what it has claimed nobody else sends meanwhile.
MAILING = timedelta(seconds=60)
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=60))


@workflow.defn
class InvoiceMailing(KeeperProcess):
    """Starts with the stack and lives as long: invoice-mailing/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Send what is due, then sleep until a mail is tried again, or for something new."""
        await self.keep(self._send)

    async def _send(self) -> KeeperProgress:
        return await workflow.execute_activity_method(
            Collections.process_due_mails, args=[workflow.now()], start_to_close_timeout=MAILING, retry_policy=RETRY
        )
