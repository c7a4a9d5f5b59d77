"""What is known of a registration?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.registrations import RegistrationView
from services.deals.store import registrations


async def show_registration(id: UUID, uow: UnitOfWork) -> RegistrationView:
    async with uow.begin() as work:
        return await registrations.view(work, await registrations.get_registration(work, id))
