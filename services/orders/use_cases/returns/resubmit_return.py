"""Ask for a return again that its approvers sent back, changed or not."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.returns import ResubmitReturn, ReturnRequested, ReturnStatus, ReturnView
from services.orders.domain import returns as rules
from services.orders.store import returns as store
from services.orders.store import shipments as shipment_store
from services.orders.use_cases.steps.returning_goods import await_goods, release_goods, worth_now


async def resubmit_return(return_id: UUID, command: ResubmitReturn, uow: UnitOfWork) -> ReturnView:
    """A new round; other lines take the place of the old ones."""
    async with uow.begin() as work:
        found, order = await store.lock_return(work, return_id)
        lines = await store.lines_of(work, return_id)
        rules.must_be_requester(
            requested_by=found.requested_by, owner_id=found.owner_id, actor=work.actor.id, is_process=False
        )
        if work.repeated:
            return found.view(lines)
        found.status = rules.move(found.status, ReturnStatus.REQUESTED)
        if command.lines is not None:
            await release_goods(work, found, lines)
            for line in lines:
                await work.session.delete(line)
            await work.session.flush()
            shipment = await shipment_store.get_shipment(work, found.shipment_id)
            lines, found.worth = await await_goods(work, order, shipment, return_id, command.lines)
            work.session.add_all(lines)
        else:
            found.worth = await worth_now(work, order, lines)
        found.reason = command.reason or found.reason
        found.guidance, found.round, found.version = "", found.round + 1, found.version + 1
        work.emit(ReturnRequested(**found.event_args(), requested_by=found.requested_by, reason=found.reason))
        return found.view(lines)
