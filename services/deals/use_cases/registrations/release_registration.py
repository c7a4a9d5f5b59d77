"""How does a protection end by the clock?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import RegistrationReleased, RegistrationStatus, RegistrationView
from services.deals.domain.lifecycle import REGISTRATION_TRANSITIONS, move_registration
from services.deals.domain.registrations import must_be_over
from services.deals.store import registrations


async def release_registration(id: UUID, uow: UnitOfWork) -> RegistrationView:
    """When its time is over by the process's clock. One that has ended in any way is left as it ended."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if not REGISTRATION_TRANSITIONS[row.status]:
            return await registrations.view(work, row)
        status = move_registration(row.status, RegistrationStatus.RELEASED)
        must_be_over(row.protected_until, work.now)
        row.status = status
        row.version += 1
        work.emit(RegistrationReleased.model_validate(row.event_args()))
        return await registrations.view(work, row)
