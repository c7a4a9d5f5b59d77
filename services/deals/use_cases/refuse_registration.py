"""How is a registration refused?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.registrations import (
    RefuseRegistration,
    RegistrationRefused,
    RegistrationStatus,
    RegistrationView,
)
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_registration
from services.deals.store import registrations


async def refuse_registration(id: UUID, command: RefuseRegistration, uow: UnitOfWork) -> RegistrationView:
    """For good; the project is free again. Refusing again changes nothing."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if row.state is RegistrationStatus.REFUSED or is_of_an_earlier_round(command.round, row.round):
            return await registrations.view(work, row)
        row.status = move_registration(row.state, RegistrationStatus.REFUSED)
        row.guidance = command.reason or None
        row.version += 1
        work.emit(RegistrationRefused.model_validate({**row.fact(), "reason": command.reason}))
        return await registrations.view(work, row)
