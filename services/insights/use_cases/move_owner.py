"""Whose are somebody's open records once they were handed over?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.hand_over import PersonHandedOver
from services.insights.store import ingestion


async def move_owner(event: PersonHandedOver, uow: UnitOfWork) -> None:
    """Those that still go on; a newer event of a record says whose it is then."""
    async with uow.begin() as work:
        await ingestion.move_owner(work, event.person_id, event.to_id)
