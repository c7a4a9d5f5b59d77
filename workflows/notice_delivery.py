"""Who sends what people and other programs are to be told?"""

from datetime import datetime, timedelta
from typing import NoReturn

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.facts import Waiting
from workflows.keeper import Keeper, Watch

with workflow.unsafe.imports_passed_through():
    from workflows.activities.notices import Notices
    from workflows.activities.standings import NextLook

# A sweep waits for mail servers and other programs; what it has taken nobody else sends meanwhile.
SENDING = timedelta(seconds=60)
AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=60))


@workflow.defn
class NoticeDelivery:
    """Starts with the house and lives as long: notice-delivery/house."""

    @workflow.init
    def __init__(self, watch: Watch) -> None:
        self._keeper = Keeper(watch)

    @workflow.run
    async def run(self, watch: Watch) -> NoReturn:
        """Send what is due, then sleep until the nearest delivery: a new one, a digest, or another try."""
        await self._keeper.watch(self._sweep)
        workflow.continue_as_new(watch)

    async def _sweep(self) -> NextLook:
        return await workflow.execute_activity_method(
            Notices.sweep_deliveries, args=[workflow.now()], start_to_close_timeout=SENDING, retry_policy=AGAIN
        )

    @workflow.signal
    def look_again(self, at: datetime | None = None) -> None:
        """The nearest delivery moved."""
        self._keeper.look_again(at)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return [Waiting(code="waits.deadline", params={"until": str(self._keeper.next_look)})]
