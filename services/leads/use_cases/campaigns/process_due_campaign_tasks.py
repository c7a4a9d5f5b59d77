"""Which tasks of activities are late, and who is told?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.campaign_tasks import CampaignTaskOverdue, ProcessDueCampaignTasks, ProcessedCampaignTasks
from services.leads.store.campaigns import campaign_tasks


async def process_due_campaign_tasks(command: ProcessDueCampaignTasks, uow: UnitOfWork) -> ProcessedCampaignTasks:
    """Each once, in one transaction with what is said of it."""
    async with uow.begin() as work:
        rows = await campaign_tasks.lock_late(work, command.limit)
        activities = await campaign_tasks.activities_of(work, rows) if rows else {}
        for row in rows:
            row.is_late, row.late_at = True, None
            row.version += 1
            said = {**campaign_tasks.event_args(row, activities[row.activity_id]), "mentions": [row.given_by]}
            work.emit(CampaignTaskOverdue.model_validate(said))
        await work.write()
        nearest = await campaign_tasks.nearest_deadline(work)
        more = nearest is not None and nearest <= work.now
        return ProcessedCampaignTasks(handled=len(rows), next_due_at=nearest, more=more)
