"""How does a registration go back to its seller with guidance?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import (
    RegistrationReturned,
    RegistrationStatus,
    RegistrationView,
    ReturnRegistration,
)
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_registration
from services.deals.store import registrations


async def return_registration(id: UUID, command: ReturnRegistration, uow: UnitOfWork) -> RegistrationView:
    """It stays live: nobody else may register the project meanwhile. Returning again changes nothing."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if row.status is RegistrationStatus.RETURNED or is_of_an_earlier_round(command.round, row.round):
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.RETURNED)
        row.guidance = command.guidance
        row.version += 1
        work.emit(RegistrationReturned.model_validate({**row.event_args(), "guidance": command.guidance}))
        return await registrations.view(work, row)
