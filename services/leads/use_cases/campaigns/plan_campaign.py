"""How is a campaign planned, and its plan changed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, must_match
from messages.leads.campaigns import CampaignChanged, CampaignPlanned, CampaignView, EditCampaign, PlanCampaign
from services.leads.domain.campaigns.plans import must_be_period, must_span
from services.leads.domain.legal_entities import entity_for
from services.leads.store.campaigns import campaigns
from services.leads.tables import CampaignRow
from services.leads.use_cases.steps.plan_authority import must_be_planner

SERIES = "MP"
PLAIN = {"name", "goal", "starts_on", "ends_on", "currency"}


async def plan_campaign(command: PlanCampaign, uow: UnitOfWork) -> CampaignView:
    """Whoever plans it owns it. The same id again shows what stands."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        must_be_period(command.starts_on, command.ends_on)
        row = CampaignRow(
            **command.model_dump(include=PLAIN),
            id=command.id or work.new_id(),
            number=await work.next_number(SERIES, entity),
            legal_entity_id=entity,
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            created_at=work.now,
        )
        if work.repeated or not await campaigns.add_campaign(work, row):
            return await campaigns.view(work, await campaigns.get_campaign(work, row.id))
        work.emit(CampaignPlanned.model_validate(event_args(row)))
        return await campaigns.view(work, row)


async def edit_campaign(id: UUID, command: EditCampaign, uow: UnitOfWork, *, expected: int) -> CampaignView:
    """Only what is given changes, and only of the version that was read."""
    async with uow.begin() as work:
        row = await campaigns.lock_campaign(work, id)
        must_be_planner(work, row, f"PATCH /campaigns/{id}")
        if work.repeated:
            return await campaigns.view(work, row)
        must_match("campaign", row.id, current=row.version, expected=expected)
        changed = command.model_dump(exclude_none=True)
        if any(getattr(row, name) != value for name, value in changed.items()):
            for name, value in changed.items():
                setattr(row, name, value)
            must_be_period(row.starts_on, row.ends_on)
            must_span(row.starts_on, row.ends_on, await campaigns.list_periods(work, row.id))
            row.version += 1
            work.emit(CampaignChanged.model_validate(event_args(row)))
        return await campaigns.view(work, row)


def event_args(row: CampaignRow) -> dict[str, object]:
    own = row.model_dump(include=set(CampaignPlanned.model_fields))
    return own | {"campaign_id": row.id}
