"""To which record does a business number lead?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.insights.views import Found
from services.insights.store import sales


async def find_number(number: str, uow: UnitOfWork) -> Found:
    """A number, or an id."""
    async with uow.begin() as work:
        for found in await sales.list_found(work, number):
            return found
        raise NotFound("number", number)
