"""How is an opportunity lost?"""

from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import LoseOpportunity, OpportunityLost, OpportunityStatus, OpportunityView
from messages.deals.registrations import RegistrationClosed, RegistrationStatus
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import LIVE, must_be_live, must_be_open
from services.deals.domain.stages import stage_of
from services.deals.store import opportunities, registrations
from services.deals.tables import Opportunity, Registration


async def lose_opportunity(id: UUID, command: LoseOpportunity, uow: UnitOfWork) -> OpportunityView:
    """With a reason; its registration is closed with it. Losing again changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "lose")
        if work.repeated or row.status is OpportunityStatus.LOST:
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        row.status, row.lost_reason = OpportunityStatus.LOST, command.reason
        await close(work, row)
        registration = await registrations.lock_registration_of(work, row.registration_id)
        event_args = {**row.event_args(), "reason": command.reason, "registration_id": row.registration_id}
        work.emit(OpportunityLost.model_validate(event_args))
        if registration is not None:
            close_registration(work, registration)
        return await opportunities.view(work, row)


async def close(work: Work, row: Opportunity) -> None:
    """It ends today, by the calendar of whoever ends it, in the stage of its status."""
    stages = await opportunities.list_stages(work, row.legal_entity_id)
    row.stage = stage_of(row.status, stages)
    row.closed_on = work.now.astimezone(ZoneInfo(work.actor.tz)).date()
    row.version += 1


def close_registration(work: Work, row: Registration) -> None:
    """Only a live one; what has ended already stays as it ended."""
    if row.status in LIVE:
        row.status = RegistrationStatus.CLOSED
        row.version += 1
        work.emit(RegistrationClosed.model_validate(row.event_args()))
