"""How does a write-off go back to who asked for it, with guidance?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import DecideWriteOff, WriteOffReturned, WriteOffStatus, WriteOffView
from services.collections.domain.lifecycle import move_write_off
from services.collections.store import write_offs


async def return_write_off(id: UUID, command: DecideWriteOff, uow: UnitOfWork) -> WriteOffView:
    """Returning again changes nothing."""
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        if found.status is WriteOffStatus.RETURNED or command.round < found.round:
            return found.view(owed)
        found.status = move_write_off(found.status, WriteOffStatus.RETURNED)
        found.guidance = command.comment
        found.version += 1
        work.emit(WriteOffReturned(**found.event_args(owed), guidance=found.guidance))
        return found.view(owed)
