"""How is it decided that a receivable's rest stays owed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import DecideWriteOff, WriteOffRejected, WriteOffStatus, WriteOffView
from services.collections.domain.lifecycle import move_write_off
from services.collections.store import write_offs


async def reject_write_off(id: UUID, command: DecideWriteOff, uow: UnitOfWork) -> WriteOffView:
    """For good; another may be asked for. Rejecting again changes nothing."""
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        if found.status is WriteOffStatus.REJECTED or command.round < found.round:
            return found.view(owed)
        found.status = move_write_off(found.status, WriteOffStatus.REJECTED)
        found.guidance = command.comment
        found.version += 1
        owed.write_off_requested -= found.amount
        work.emit(WriteOffRejected(**found.event_args(owed), guidance=found.guidance))
        return found.view(owed)
