"""How is an activity given up?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.activities import ActivityCancelled, ActivityView, CancelActivity
from services.leads.domain.campaigns.plans import NOTHING
from services.leads.store.campaigns import activities, campaign_tasks
from services.leads.use_cases.campaigns.end_task import give_up
from services.leads.use_cases.steps.ask_for_budget import ask_or_withdraw
from services.leads.use_cases.steps.plan_authority import must_be_planner


async def cancel_activity(id: UUID, command: CancelActivity, uow: UnitOfWork) -> ActivityView:
    """It was to cost what it has cost, then, and nothing is expected of it: the totals of its campaign are sums still.
    Nobody has to do its tasks any more. Cancelling again changes nothing."""
    async with uow.begin() as work:
        row = await activities.lock_activity(work, id)
        must_be_planner(work, row, f"POST /activities/{id}/cancel")
        if row.cancelled_at is None and not work.repeated:
            row.cancelled_at, row.cancel_reason = work.now, command.reason
            row.planned_cost, row.expected_revenue = row.actual_cost, NOTHING
            row.version += 1
            said = {**await activities.event_args(work, row), "reason": command.reason}
            work.emit(ActivityCancelled.model_validate(said))
            await ask_or_withdraw(work, row)
            for task in await campaign_tasks.lock_open(work, row.id):
                give_up(work, task, row)
        return await activities.view(work, row)
