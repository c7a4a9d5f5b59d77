"""Which registrations are there?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.registrations import RegistrationView
from services.deals.store import registrations


async def list_registrations(uow: UnitOfWork, **filters: Any) -> Page[RegistrationView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await registrations.list_registrations(work, **filters)
