"""How is somebody given a task of an activity?"""

from uuid import UUID

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import find_person
from messages.errors import NotFound
from messages.leads.campaign_tasks import (
    CampaignTaskDeadlineMoved,
    CampaignTaskGiven,
    CampaignTaskStatus,
    CampaignTaskView,
    GiveCampaignTask,
)
from services.leads.domain.campaigns.campaign_tasks import due_at, must_be_executor
from services.leads.domain.campaigns.plans import must_go_on
from services.leads.store.campaigns import activities, campaign_tasks
from services.leads.tables import CampaignTaskRow
from services.leads.use_cases.steps.plan_authority import must_be_planner

SERIES = "MT"


async def give_task(activity_id: UUID, command: GiveCampaignTask, uow: UnitOfWork) -> CampaignTaskView:
    """He is asked by a to-do in his inbox. The same key again shows what stands."""
    async with uow.begin() as work:
        activity = await activities.lock_activity(work, activity_id)
        must_be_planner(work, activity, f"POST /activities/{activity_id}/tasks")
        id = work.new_id()
        known = await campaign_tasks.find_task(work, id)
        if known is not None:
            return await campaign_tasks.view(work, known)
        must_go_on(activity.number, is_cancelled=activity.cancelled_at is not None)
        executor = await find_person(work, command.executor_id)
        if executor is None:
            raise NotFound("person", command.executor_id)
        works_here = {activity.legal_entity_id, ALL} & {*executor.legal_entities}
        must_be_executor(executor.name, active=executor.active, roles=executor.roles, works_here=bool(works_here))
        late_at = due_at(command.due_on, work.now, work.actor.tz)
        nearest = await campaign_tasks.nearest_deadline(work)
        row = CampaignTaskRow(
            **command.model_dump(),
            id=id,
            number=await work.next_number(SERIES, activity.legal_entity_id),
            activity_id=activity.id,
            legal_entity_id=activity.legal_entity_id,
            late_at=late_at,
            status=CampaignTaskStatus.OPEN,
            given_by=work.actor.id,
            given_by_name=work.actor.name,
            given_at=work.now,
        )
        work.session.add(row)
        said = {**campaign_tasks.event_args(row, activity), "todo_due_at": late_at}
        work.emit(CampaignTaskGiven.model_validate(said))
        if nearest is None or late_at < nearest:
            work.emit(CampaignTaskDeadlineMoved(campaign_task_id=row.id, next_due_at=late_at, version=row.version))
        await work.write()
        return await campaign_tasks.view(work, row)
