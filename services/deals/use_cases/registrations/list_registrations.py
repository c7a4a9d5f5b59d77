"""Which registrations are there?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.registrations import RegistrationStatus, RegistrationView
from services.deals.store import registrations


async def list_registrations(
    uow: UnitOfWork, *, status: RegistrationStatus | None, open: bool | None, cursor: str | None, limit: int
) -> Page[RegistrationView]:
    async with uow.begin() as work:
        return await registrations.list_registrations(work, status=status, open=open, cursor=cursor, limit=limit)
