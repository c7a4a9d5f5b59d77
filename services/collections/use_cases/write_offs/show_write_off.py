"""What is known of a write-off?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import WriteOffView
from services.collections.store import write_offs


async def show_write_off(id: UUID, uow: UnitOfWork) -> WriteOffView:
    async with uow.begin() as work:
        found, owed = await write_offs.get_visible_write_off(work, id)
        return found.view(owed)
