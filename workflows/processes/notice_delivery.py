"""Who sends the notices to people and other programs?"""

from datetime import timedelta
from typing import NoReturn

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.engine.keeper import KeeperInput, KeeperProcess

with workflow.unsafe.imports_passed_through():
    from workflows.activities.notices import Notices
    from workflows.activities.snapshots import KeeperProgress

# A batch waits for mail servers and other programs; what it has taken nobody else sends meanwhile.
SENDING = timedelta(seconds=60)
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=60))


@workflow.defn
class NoticeDelivery(KeeperProcess):
    """Starts with the stack and lives as long: notice-delivery/house."""

    @workflow.init
    def __init__(self, keeper_input: KeeperInput) -> None:
        super().__init__(keeper_input)

    @workflow.run
    async def run(self, keeper_input: KeeperInput) -> NoReturn:
        """Send what is due, then sleep until the nearest delivery: a new one, a digest, or another try."""
        await self.keep(self._send)

    async def _send(self) -> KeeperProgress:
        return await workflow.execute_activity_method(
            Notices.process_due_deliveries, args=[workflow.now()], start_to_close_timeout=SENDING, retry_policy=RETRY
        )
