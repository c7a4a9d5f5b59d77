"""A write-off was approved: how much of it is still open?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.write_offs import DecideWriteOff, WriteOffApplied, WriteOffStatus, WriteOffView
from services.collections.domain import ledger
from services.collections.domain.lifecycle import move_write_off
from services.collections.store import write_offs
from services.collections.store.ledger import post
from services.collections.tables import Receivable, WriteOff
from services.collections.use_cases.steps.allocate import publish_balance
from services.collections.use_cases.steps.close_receivables import close_today
from services.collections.use_cases.steps.lapse_write_offs import lapse_write_offs
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.write_off_rests import write_off_rests


async def apply_write_off(id: UUID, command: DecideWriteOff, uow: UnitOfWork) -> WriteOffView:
    """From here on it counts; no more than is open by now, and nothing when money came for all. Again: no change."""
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        if found.status is not WriteOffStatus.REQUESTED or command.round < found.round:
            return found.view(owed)
        if owed.room <= 0:
            await lapse_write_offs(work, [owed])
            return found.view(owed)
        await _apply(work, found, owed)
        return found.view(owed)


async def _apply(work: Work, found: WriteOff, owed: Receivable) -> None:
    """What is left of it afterwards may be within the tolerance; it closes by the approval, on this day."""
    owed.write_off_requested -= found.amount
    found.amount = min(found.amount, owed.room)
    found.status, found.applied_at = move_write_off(found.status, WriteOffStatus.APPLIED), work.now
    found.version += 1
    owed.written_off += found.amount
    owed.version += 1
    post(work, ledger.written_off(owed.subject, found.amount, by_tolerance=found.is_by_tolerance))
    work.emit(WriteOffApplied(**found.event_args(owed)))
    await work.write()
    await write_off_rests(work, [owed])
    if owed.open:
        publish_balance(work, owed)
    else:
        await close_today(work, owed)
    await publish_credits(work, {(owed.customer_id, owed.currency)})
