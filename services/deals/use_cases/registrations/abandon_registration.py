"""How do its managers give an opportunity up when it is registered?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityLost, OpportunityStatus
from messages.deals.registrations import (
    AbandonRegistration,
    RegistrationAbandoned,
    RegistrationStatus,
    RegistrationView,
)
from services.deals.domain.authority import must_manage
from services.deals.domain.lifecycle import move_registration
from services.deals.store import opportunities, registrations
from services.deals.use_cases.opportunities.lose_opportunity import close

ABANDONED = "ABANDONED"  # why the opportunity is lost


async def abandon_registration(id: UUID, command: AbandonRegistration, uow: UnitOfWork) -> RegistrationView:
    """Nobody is asked any more, the project is free, the opportunity is lost. Abandoning again changes nothing."""
    async with uow.begin() as work:
        seen = await registrations.get_registration(work, id)
        must_manage(work.actor, seen, "abandon")
        sale = await opportunities.lock_opportunity(work, seen.opportunity_id)
        row = await registrations.lock_registration(work, id)
        if work.repeated or row.status is RegistrationStatus.ABANDONED:
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.ABANDONED)
        row.guidance = command.reason
        row.version += 1
        work.emit(RegistrationAbandoned.model_validate({**row.event_args(), "reason": command.reason}))
        if sale.status is OpportunityStatus.OPEN:
            sale.status, sale.lost_reason, sale.lost_note = OpportunityStatus.LOST, ABANDONED, command.reason
            await close(work, sale)
            lost = {**sale.event_args(), "reason": ABANDONED, "registration_id": row.id}
            work.emit(OpportunityLost.model_validate(lost))
        return await registrations.view(work, row)
