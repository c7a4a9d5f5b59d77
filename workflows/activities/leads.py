"""What does a keeper ask of leads?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.leads.campaign_tasks import ProcessDueCampaignTasks, ProcessedCampaignTasks
from messages.leads.pools import ProcessDueLeads, ProcessedPool
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import KeeperProgress


class Leads:
    """Public pools 公海池 and their clocks."""

    def __init__(self, leads: ServiceCalls) -> None:
        self._leads = leads

    @activity.defn(name="sweep_pool")
    async def process_due_leads(self, as_of: datetime, pool_id: UUID) -> KeeperProgress:
        """Warn and reclaim what is due by now, in one batch."""
        pool = await self._leads.post(f"/pools/{pool_id}/process-due", ProcessedPool, ProcessDueLeads(), as_of=as_of)
        return KeeperProgress(
            handled=pool.warned + pool.reclaimed + pool.unanswered + pool.woken + pool.scored,
            next_due_at=pool.next_due_at,
            more=pool.more,
        )

    @activity.defn
    async def process_due_campaign_tasks(self, as_of: datetime) -> KeeperProgress:
        """What is late by now of the tasks of all activities, in one batch."""
        path, due = "/campaign-tasks/process-due", ProcessDueCampaignTasks()
        late = await self._leads.post(path, ProcessedCampaignTasks, due, as_of=as_of)
        return KeeperProgress(handled=late.handled, next_due_at=late.next_due_at, more=late.more)
