"""What becomes of somebody's records when they work in another unit?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import find_person, project_person
from messages.approvals.events import PersonChanged
from services.deals.store import ownership


async def move_owner(event: PersonChanged, uow: UnitOfWork) -> None:
    """They go along, so that the managers of that unit see them. An older version that comes late changes nothing."""
    async with uow.begin() as work:
        await project_person(work, event)  # holds the person's row: of two versions at once, one waits for the other
        known = await find_person(work, event.person_id)
        if known is not None and known.version == event.version:
            await ownership.move_owner(work, event.person_id, event.unit)
