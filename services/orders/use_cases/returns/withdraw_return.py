"""Nobody waits for (the rest of) the goods of a return any more."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import ReturnStatus, ReturnView
from services.orders.domain import returns as rules
from services.orders.store import returns as store
from services.orders.use_cases.steps.returning_goods import withdraw_return_of


async def withdraw_return(return_id: UUID, uow: UnitOfWork) -> ReturnView:
    """At any time before all came back; what came back stays counted and credited. Again, it changes nothing.

    ORD-78 once all is back: nothing of it can be undone.
    """
    async with uow.begin() as work:
        found, _ = await store.lock_return(work, return_id)
        lines = await store.lines_of(work, return_id)
        rules.must_be_requester(
            requested_by=found.requested_by,
            owner_id=found.owner_id,
            actor=work.actor.id,
            is_process=work.actor.is_process,
        )
        if not work.repeated and found.status is not ReturnStatus.WITHDRAWN:
            await withdraw_return_of(work, found, lines)
        return found.view(lines)
