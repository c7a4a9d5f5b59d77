"""How is the owner of a registration warned that its protection ends?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import RegistrationProtectionEnding, RegistrationView
from services.deals.domain.registrations import may_be_warned
from services.deals.store import registrations


async def warn_registration(id: UUID, uow: UnitOfWork) -> RegistrationView:
    """Once for each end. One that is not protected any more is left as it is."""
    async with uow.begin() as work:
        row = await registrations.lock_registration(work, id)
        if may_be_warned(row.status, row.protected_until, row.warned_of, work.now):
            row.warned_of = row.protected_until
            row.version += 1
            event_args = {**row.event_args(), "protected_until": row.protected_until}
            work.emit(RegistrationProtectionEnding.model_validate(event_args))
        return await registrations.view(work, row)
