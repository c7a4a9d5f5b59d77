"""How does a returned write-off go before its approvers again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import ResubmitWriteOff, WriteOffRequested, WriteOffStatus, WriteOffView
from services.collections.domain.lifecycle import move_write_off
from services.collections.domain.write_offs import amount_to_write_off, must_be_requester
from services.collections.store import write_offs


async def resubmit_write_off(id: UUID, command: ResubmitWriteOff, uow: UnitOfWork) -> WriteOffView:
    """The next round begins. One that waits for approval already is left as it is."""
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        must_be_requester(requested_by=found.requested_by, actor=work.actor.id)
        if work.repeated or found.status is WriteOffStatus.REQUESTED:
            return found.view(owed)
        found.status = move_write_off(found.status, WriteOffStatus.REQUESTED)
        free = owed.money(owed.room - owed.write_off_requested + found.amount)
        wanted = min(found.amount, free.amount) if command.amount is None else command.amount
        amount = amount_to_write_off(wanted, status=owed.status, free=free, number=owed.number)
        owed.write_off_requested += amount - found.amount
        found.amount, found.reason = amount, command.reason or found.reason
        found.round += 1
        found.version += 1
        work.emit(WriteOffRequested(**found.event_args(owed), requested_by=work.actor.id, round=found.round))
        return found.view(owed)
