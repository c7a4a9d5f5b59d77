"""How is the plan of an activity changed?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from messages.leads.activities import ActivityChanged, ActivityStatus, ActivityView, EditActivity
from services.leads.domain.campaigns.plans import (
    NOTHING,
    code_taken,
    must_add_up,
    must_be_period,
    must_be_within,
    must_go_on,
    must_not_raise,
)
from services.leads.domain.channels import channel_named
from services.leads.store.campaigns import activities, campaigns
from services.leads.store.channels import hold_channels
from services.leads.tables import ActivityRow
from services.leads.use_cases.steps.ask_for_budget import watch_spending
from services.leads.use_cases.steps.plan_authority import must_be_planner


async def edit_activity(id: UUID, command: EditActivity, uow: UnitOfWork, *, expected: int) -> ActivityView:
    """Only what is given changes, and only of the version that was read."""
    async with uow.begin() as work:
        seen = await activities.get_activity(work, id)
        campaign = await campaigns.lock_campaign(work, seen.campaign_id)  # before its activity, as where one is planned
        row = await activities.lock_activity(work, id)
        must_be_planner(work, row, f"PATCH /activities/{id}")
        if work.repeated:
            return await activities.view(work, row)
        must_match("activity", row.id, current=row.version, expected=expected)
        must_go_on(row.number, is_cancelled=row.cancelled_at is not None)
        changed = await _changed(work, row, command)
        was_over = row.actual_cost > row.planned_cost
        if changed:
            for name, value in changed.items():
                setattr(row, name, value)
            must_be_period(row.starts_on, row.ends_on)
            period = {"campaign_starts": campaign.starts_on, "campaign_ends": campaign.ends_on}
            must_be_within(row.starts_on, row.ends_on, **period)
            others = await campaigns.sums_of(work, campaign.id, but=row.id)
            for name in changed.keys() & others.keys():
                must_add_up(name, changed[name], others[name])
            row.version += 1
            work.emit(ActivityChanged.model_validate(await activities.event_args(work, row)))
            if "planned_cost" in changed:
                await watch_spending(work, row, was_over=was_over)
        return await activities.view(work, row)


async def _changed(work: Work, row: ActivityRow, command: EditActivity) -> dict[str, Any]:
    said = command.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in said.items() if value is not None or name == "code"}
    if "channel" in wanted:
        wanted["channel"] = channel_named(wanted["channel"], await hold_channels(work, row.legal_entity_id))
    code = wanted.get("code")
    if code and await activities.is_code_taken(work, row.legal_entity_id, code, row.id):
        raise code_taken(code)
    begun = activities.status_of(row, activities.today(work)) is not ActivityStatus.PLANNED
    costs = {"before": row.planned_cost, "after": wanted.get("planned_cost", row.planned_cost)}
    must_not_raise(row.number, **costs, has_begun=begun or row.actual_cost > NOTHING)
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}
