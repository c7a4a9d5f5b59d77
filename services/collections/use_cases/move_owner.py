"""What becomes of somebody's records when they work in another unit?"""

from chassis.unit_of_work import UnitOfWork
from messages.approvals import PersonChanged
from services.collections.store import customers


async def move_owner(event: PersonChanged, uow: UnitOfWork) -> None:
    """They go along, so that the managers of that unit see them; also what came here before the person was known."""
    async with uow.begin() as work:
        await customers.move_owner(work, event.person_id, event.unit)
