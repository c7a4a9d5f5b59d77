"""What becomes of somebody's leads when they work in another unit?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from services.leads.store import leads


async def move_owner(event: PersonChanged, uow: UnitOfWork) -> None:
    """They go along, so that the managers of that unit see them; an event older than what is known moves nothing."""
    async with uow.begin() as work:
        await leads.move_owner(work, event.person_id, event.unit, version=event.version)
