"""The goods of a return may come back."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import DecideReturn, ReturnApproved, ReturnSnapshot, ReturnStatus
from services.orders.domain import returns as rules
from services.orders.store import returns as store


async def approve_return(return_id: UUID, command: DecideReturn, uow: UnitOfWork) -> ReturnSnapshot:
    """A shipper counts them then. Approving again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        found, _ = await store.lock_return(work, return_id)
        if command.round == found.round and found.status not in (ReturnStatus.APPROVED, ReturnStatus.RECEIVED):
            found.status = rules.move(found.status, ReturnStatus.APPROVED)
            found.version += 1
            work.emit(ReturnApproved(**found.event_args()))
        return found.snapshot()
