"""How is it recorded what an activity has cost?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.activities import ActivityCostRecorded, ActivityView, RecordCost
from messages.money import Money
from messages.roles import Role
from services.leads.domain.campaigns.plans import cost_after, must_add_up
from services.leads.store.campaigns import activities, campaigns
from services.leads.tables import ActivityCostRow, ActivityRow
from services.leads.use_cases.steps.ask_for_budget import watch_spending
from services.leads.use_cases.steps.plan_authority import must_be_planner


async def record_cost(id: UUID, command: RecordCost, uow: UnitOfWork) -> ActivityView:
    """Also of what was cancelled. The same key again shows what stands."""
    async with uow.begin() as work:
        row = await activities.lock_activity(work, id)
        if not work.actor.may(Role.FINANCE):
            must_be_planner(work, row, f"POST /activities/{id}/costs")
        cost_id = work.new_id()
        if work.repeated or await activities.find_cost(work, cost_id) is not None:
            return await activities.view(work, row)
        today = activities.today(work)
        before = row.actual_cost
        must_add_up("amount", command.amount, (await campaigns.sums_of(work, row.campaign_id))["actual_cost"])
        row.actual_cost = cost_after(before, command.amount, spent_on=command.spent_on, today=today)
        if row.cancelled_at is not None:
            row.planned_cost = row.actual_cost
        row.version += 1
        cost = ActivityCostRow(
            **command.model_dump(),
            id=cost_id,
            activity_id=row.id,
            recorded_by=work.actor.id,
            recorded_by_name=work.actor.name,
            recorded_at=work.now,
        )
        work.session.add(cost)
        await _announce(work, row, cost)
        await watch_spending(work, row, was_over=before > row.planned_cost)
        await work.write()
        return await activities.view(work, row)


async def _announce(work: Work, row: ActivityRow, cost: ActivityCostRow) -> None:
    args = await activities.event_args(work, row)
    said = {"cost": Money.of(cost.amount, row.currency), "spent_on": cost.spent_on, "by_id": work.actor.id}
    work.emit(ActivityCostRecorded.model_validate({**args, **said}))
