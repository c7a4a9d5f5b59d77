"""What does the keeper of deliveries do in approvals?"""

from datetime import datetime

from temporalio import activity

from messages.approvals.notices import ProcessedDeliveries
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import KeeperProgress

SECONDS = 45.0  # it waits for mail servers and other programs


class Notices:
    """Notices to people and other programs."""

    def __init__(self, approvals: ServiceCalls) -> None:
        self._approvals = approvals

    @activity.defn(name="sweep_deliveries")
    async def process_due_deliveries(self, as_of: datetime) -> KeeperProgress:
        """Send what is due by now, in one batch."""
        processed = await self._approvals.post(
            "/deliveries/process-due", ProcessedDeliveries, as_of=as_of, seconds=SECONDS
        )
        handled = processed.sent + processed.failed + processed.dropped
        return KeeperProgress(handled=handled, next_due_at=processed.next_due_at, more=processed.more)
