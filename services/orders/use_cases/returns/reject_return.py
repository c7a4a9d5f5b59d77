"""The customer keeps the goods."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import DecideReturn, ReturnRejected, ReturnSnapshot, ReturnStatus
from services.orders.domain import returns as rules
from services.orders.store import returns as store
from services.orders.use_cases.steps.returning_goods import release_goods


async def reject_return(return_id: UUID, command: DecideReturn, uow: UnitOfWork) -> ReturnSnapshot:
    """Another return may ask for them. Rejecting again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        found, _ = await store.lock_return(work, return_id)
        if command.round == found.round and found.status is not ReturnStatus.REJECTED:
            found.status = rules.move(found.status, ReturnStatus.REJECTED)
            await release_goods(work, found, await store.lines_of(work, return_id))
            found.guidance = command.comment
            found.version += 1
            work.emit(ReturnRejected(**found.event_args(), guidance=command.comment))
        return found.snapshot()
