"""How is a task of an activity done, or given up?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.campaign_tasks import (
    CampaignTaskCancelled,
    CampaignTaskDone,
    CampaignTaskStatus,
    CampaignTaskView,
    CompleteCampaignTask,
)
from services.leads.domain.campaigns.campaign_tasks import must_be_open_still, must_have_it
from services.leads.store.campaigns import activities, campaign_tasks
from services.leads.tables import ActivityRow, CampaignTaskRow
from services.leads.use_cases.steps.plan_authority import is_planner, must_be_planner

S = CampaignTaskStatus


async def complete_task(id: UUID, command: CompleteCampaignTask, uow: UnitOfWork) -> CampaignTaskView:
    """By its executor, or by who may change its activity; who gave it is told. Doing it again changes nothing."""
    async with uow.begin() as work:
        row, activity = await _locked(work, id)
        is_executor = row.executor_id == work.actor.id
        planner = is_planner(work, activity)
        must_have_it(is_executor=is_executor, is_planner=planner, verb=f"POST /campaign-tasks/{id}/complete")
        if row.status is not S.DONE and not work.repeated:
            must_be_open_still(row.number, row.status)
            row.status, row.done_at, row.done_note, row.late_at = S.DONE, work.now, command.note, None
            row.version += 1
            said = {**campaign_tasks.event_args(row, activity), "by_id": work.actor.id, "mentions": [row.given_by]}
            work.emit(CampaignTaskDone.model_validate(said))
        return await campaign_tasks.view(work, row)


async def cancel_task(id: UUID, uow: UnitOfWork) -> CampaignTaskView:
    """Nobody has to do it any more. Cancelling again changes nothing."""
    async with uow.begin() as work:
        row, activity = await _locked(work, id)
        must_be_planner(work, activity, f"POST /campaign-tasks/{id}/cancel")
        if row.status is not S.CANCELLED and not work.repeated:
            must_be_open_still(row.number, row.status)
            give_up(work, row, activity)
        return await campaign_tasks.view(work, row)


def give_up(work: Work, row: CampaignTaskRow, activity: ActivityRow) -> None:
    row.status, row.late_at = S.CANCELLED, None
    row.version += 1
    said = {**campaign_tasks.event_args(row, activity), "by_id": work.actor.id}
    work.emit(CampaignTaskCancelled.model_validate(said))


async def _locked(work: Work, id: UUID) -> tuple[CampaignTaskRow, ActivityRow]:
    row = await campaign_tasks.lock_task(work, id)
    activity = await activities.find_activity(work, row.activity_id)
    assert activity is not None, "a task belongs to an activity"
    return row, activity
