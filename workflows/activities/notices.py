"""What does the keeper of deliveries ask of approvals?"""

from datetime import datetime

from temporalio import activity

from messages.approvals.notices import SweptDeliveries
from workflows.activities.asking import Asking
from workflows.activities.standings import NextLook

SECONDS = 45.0  # it waits for mail servers and other programs


class Notices:
    """What people and other programs are told."""

    def __init__(self, approvals: Asking) -> None:
        self._approvals = approvals

    @activity.defn
    async def sweep_deliveries(self, as_of: datetime) -> NextLook:
        """Send what is due by now, in one batch."""
        swept = await self._approvals.post("/deliveries/sweep", SweptDeliveries, as_of=as_of, seconds=SECONDS)
        handled = swept.sent + swept.failed + swept.dropped
        return NextLook(handled=handled, next_due_at=swept.next_due_at, more=swept.more)
