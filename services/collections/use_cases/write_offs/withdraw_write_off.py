"""How is a write-off withdrawn?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import WriteOffStatus, WriteOffView
from services.collections.domain.write_offs import must_be_requester
from services.collections.store import write_offs
from services.collections.use_cases.steps.lapse_write_offs import withdraw


async def withdraw_write_off(id: UUID, uow: UnitOfWork) -> WriteOffView:
    """By who asked for it, or by its process when nobody resubmitted it. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        found, owed = await write_offs.lock_write_off(work, id)
        if not work.actor.is_process:
            must_be_requester(requested_by=found.requested_by, actor=work.actor.id)
        if work.repeated or found.status is WriteOffStatus.WITHDRAWN:
            return found.view(owed)
        withdraw(work, found, owed)
        return found.view(owed)
