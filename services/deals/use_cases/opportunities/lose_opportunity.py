"""How is an opportunity lost?"""

from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import LoseOpportunity, OpportunityLost, OpportunityStatus, OpportunityView
from messages.deals.registrations import RegistrationClosed, RegistrationStatus
from messages.texts import LANGUAGES, text
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import LIVE, must_be_live, must_be_open
from services.deals.domain.sales_rules import USUAL_REASONS, reason_named
from services.deals.domain.stages import stage_of
from services.deals.store import opportunities, registrations, sales_rules
from services.deals.tables import Opportunity, Registration
from services.deals.use_cases.steps.drop_guidance import drop_guidance
from services.deals.use_cases.steps.progress import end_progress, stages_for


async def lose_opportunity(id: UUID, command: LoseOpportunity, uow: UnitOfWork) -> OpportunityView:
    """With a reason; its registration is closed with it. Losing again changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "lose")
        if work.repeated or row.status is OpportunityStatus.LOST:
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        reasons = await sales_rules.list_reasons(work, row.legal_entity_id)
        row.lost_reason = reason_named(command.reason, reasons, loss_words())
        row.status, row.lost_note = OpportunityStatus.LOST, command.note
        await close(work, row)
        registration = await registrations.lock_registration_of(work, row.registration_id)
        event_args = {**row.event_args(), "reason": row.lost_reason, "registration_id": row.registration_id}
        work.emit(OpportunityLost.model_validate(event_args))
        if registration is not None:
            close_registration(work, registration)
        return await opportunities.view(work, row)


async def close(work: Work, row: Opportunity) -> None:
    """It ends today, by the calendar of whoever ends it, in the stage of its status."""
    stages = await stages_for(work, row)
    row.stage = stage_of(row.status, stages)
    row.closed_on = work.now.astimezone(ZoneInfo(work.actor.tz)).date()
    await end_progress(work, row)
    await drop_guidance(work, row)
    row.version += 1


def close_registration(work: Work, row: Registration) -> None:
    """Only a live one; what has ended already stays as it ended."""
    if row.status in LIVE:
        row.status = RegistrationStatus.CLOSED
        row.version += 1
        work.emit(RegistrationClosed.model_validate(row.event_args()))


@cache
def loss_words() -> dict[str, str]:
    """What the usual reasons are called in our languages → their code."""
    return {text(f"loss_reason.{one.code}", lang).casefold(): one.code for one in USUAL_REASONS for lang in LANGUAGES}
