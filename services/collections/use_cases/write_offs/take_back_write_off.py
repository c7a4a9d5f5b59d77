"""A write-off was wrong, or the customer pays after all: how is it owed again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import TakeBackWriteOff, WriteOffStatus, WriteOffView
from services.collections.store import write_offs
from services.collections.use_cases.steps.allocate import publish_balance
from services.collections.use_cases.steps.lapse_write_offs import PENDING, withdraw
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.reach_levels import set_clocks
from services.collections.use_cases.steps.take_back_write_offs import take_back


async def take_back_write_off(id: UUID, command: TakeBackWriteOff, uow: UnitOfWork) -> WriteOffView:
    """The receivable is open by so much more, and its clock runs on. Taking it back again changes nothing.

    Its process may come before the approval was applied: then it is withdrawn, and never counts.
    """
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        if work.repeated or found.status is WriteOffStatus.TAKEN_BACK:
            return found.view(owed)
        if work.actor.is_process and found.status in (*PENDING, WriteOffStatus.WITHDRAWN):
            if found.status is not WriteOffStatus.WITHDRAWN:
                withdraw(work, found, owed)
                found.guidance = command.reason
            return found.view(owed)
        take_back(work, found, owed, command.reason)
        if not owed.history:
            await set_clocks(work, [owed])
        await work.write()
        publish_balance(work, owed)
        await publish_credits(work, {(owed.customer_id, owed.currency)})
        await publish_deadlines(work, [owed])
        return found.view(owed)
