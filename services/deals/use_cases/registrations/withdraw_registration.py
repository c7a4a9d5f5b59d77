"""How is a registration withdrawn?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import RegistrationStatus, RegistrationView, RegistrationWithdrawn
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import move_registration
from services.deals.store import registrations


async def withdraw_registration(id: UUID, uow: UnitOfWork) -> RegistrationView:
    """The project is free again. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        must_act_for(work.actor, row, "withdraw")
        if work.repeated or row.status is RegistrationStatus.WITHDRAWN:
            return await registrations.view(work, row)
        row.status = move_registration(row.status, RegistrationStatus.WITHDRAWN)
        row.version += 1
        work.emit(RegistrationWithdrawn.model_validate(row.event_args()))
        return await registrations.view(work, row)
