"""How is a registration rejected?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import (
    RegistrationRejected,
    RegistrationStatus,
    RegistrationView,
    RejectRegistration,
)
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_registration
from services.deals.store import registrations


async def reject_registration(id: UUID, command: RejectRegistration, uow: UnitOfWork) -> RegistrationView:
    """For good; the project is free again. Rejecting again changes nothing."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if row.status is RegistrationStatus.REJECTED or is_of_an_earlier_round(command.round, row.round):
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.REJECTED)
        row.guidance = command.reason or None
        row.version += 1
        work.emit(RegistrationRejected.model_validate({**row.event_args(), "reason": command.reason}))
        return await registrations.view(work, row)
