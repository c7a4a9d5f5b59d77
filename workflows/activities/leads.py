"""What does a keeper ask of leads?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.leads.pools import Sweep, Swept
from workflows.activities.asking import Asking
from workflows.activities.standings import NextLook


class Leads:
    """Public pools 公海池 and their clocks."""

    def __init__(self, leads: Asking) -> None:
        self._leads = leads

    @activity.defn
    async def sweep_pool(self, as_of: datetime, pool_id: UUID) -> NextLook:
        """Warn and reclaim what is due by now, in one batch."""
        swept = await self._leads.post(f"/pools/{pool_id}/sweep", Swept, Sweep(), as_of=as_of)
        return NextLook(handled=swept.warned + swept.reclaimed, next_due_at=swept.next_due_at, more=swept.more)
