"""How is an activity of a campaign planned?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.activities import ActivityPlanned, ActivityView, PlanActivity
from services.leads.domain.campaigns.plans import (
    NOTHING,
    code_taken,
    must_add_up,
    must_be_period,
    must_be_within,
)
from services.leads.domain.channels import channel_named
from services.leads.store.campaigns import activities, campaigns
from services.leads.store.channels import hold_channels
from services.leads.tables import ActivityRow
from services.leads.use_cases.steps.plan_authority import must_be_planner

SERIES = "MA"
SUMMED = ("planned_cost", "expected_revenue")
PLAIN = {
    "name", "code", "starts_on", "ends_on", "planned_cost", "expected_revenue", "background", "partners", "schedule",
}  # fmt: skip


async def plan_activity(campaign_id: UUID, command: PlanActivity, uow: UnitOfWork) -> ActivityView:
    """In the currency of its campaign. The same id again shows what stands."""
    async with uow.begin() as work:
        campaign = await campaigns.lock_campaign(work, campaign_id)
        must_be_planner(work, campaign, f"POST /campaigns/{campaign_id}/activities")
        period = {"campaign_starts": campaign.starts_on, "campaign_ends": campaign.ends_on}
        must_be_period(command.starts_on, command.ends_on)
        must_be_within(command.starts_on, command.ends_on, **period)
        id = command.id or work.new_id()
        others = await campaigns.sums_of(work, campaign.id, but=id)
        for name in SUMMED:
            must_add_up(name, getattr(command, name), others[name])
        entity = campaign.legal_entity_id
        row = ActivityRow(
            **command.model_dump(include=PLAIN),
            id=id,
            number=await work.next_number(SERIES, entity),
            campaign_id=campaign.id,
            legal_entity_id=entity,
            channel=channel_named(command.channel, await hold_channels(work, entity)),
            currency=campaign.currency,
            actual_cost=NOTHING,
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            created_at=work.now,
        )
        if not work.repeated and row.code and await activities.is_code_taken(work, entity, row.code, row.id):
            raise code_taken(row.code)
        if work.repeated or not await activities.add_activity(work, row):
            return await activities.view(work, await activities.get_activity(work, row.id))
        work.emit(ActivityPlanned.model_validate(await activities.event_args(work, row)))
        return await activities.view(work, row)
