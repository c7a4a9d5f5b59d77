"""What becomes of somebody's records when they work in another unit?"""

from chassis.directory import find_person, note_person
from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from services.deals.store import owners


async def move_owner(event: PersonChanged, uow: UnitOfWork) -> None:
    """They go along, so that the managers of that unit see them. An older version that comes late changes nothing."""
    async with uow.begin() as work:
        await note_person(work, event)  # holds the person's row: of two versions at once, one waits for the other
        known = await find_person(work, event.person_id)
        if known is not None and known.version == event.version:
            await owners.move_owner(work, event.person_id, event.unit)
