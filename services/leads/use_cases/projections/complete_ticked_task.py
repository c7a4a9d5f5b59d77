"""What becomes of a task of an activity when its to-do is ticked off in the inbox?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import TodoDone
from messages.leads.campaign_tasks import CampaignTaskDone, CampaignTaskStatus
from services.leads.store.campaigns import activities, campaign_tasks

KIND = "campaign_task"


async def complete_ticked_task(event: TodoDone, uow: UnitOfWork) -> None:
    """It is done, by who ticked it off. One that has ended meanwhile stays as it is."""
    if event.about.kind != KIND:
        return
    async with uow.begin() as work:
        row = await campaign_tasks.lock_known(work, event.about.id)
        if row is None or row.status is not CampaignTaskStatus.OPEN:
            return
        row.status, row.done_at, row.late_at = CampaignTaskStatus.DONE, work.now, None
        row.done_note = event.comment
        row.version += 1
        activity = await activities.find_activity(work, row.activity_id)
        assert activity is not None, "a task belongs to an activity"
        said = {**campaign_tasks.event_args(row, activity), "by_id": event.actor_id, "mentions": [row.given_by]}
        work.emit(CampaignTaskDone.model_validate(said))
