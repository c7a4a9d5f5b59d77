"""Send the request for a return back to who asked, with guidance."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import DecideReturn, ReturnSentBack, ReturnSnapshot, ReturnStatus
from services.orders.domain import returns as rules
from services.orders.store import returns as store


async def send_back_return(return_id: UUID, command: DecideReturn, uow: UnitOfWork) -> ReturnSnapshot:
    """Its pieces stay asked for. Sending back again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        found, _ = await store.lock_return(work, return_id)
        if command.round == found.round and found.status is not ReturnStatus.RETURNED:
            found.status = rules.move(found.status, ReturnStatus.RETURNED)
            found.guidance = command.comment
            found.version += 1
            work.emit(ReturnSentBack(**found.event_args(), guidance=command.comment))
        return found.snapshot()
