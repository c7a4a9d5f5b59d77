"""A change was rejected: the order stays as it is."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import (
    DecideOrderChange,
    OrderChangeRejected,
    OrderChangeSnapshot,
    OrderChangeStatus,
)
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store
from services.orders.use_cases.steps.open_change import close_change


async def reject_order_change(
    order_change_id: UUID, command: DecideOrderChange, uow: UnitOfWork
) -> OrderChangeSnapshot:
    """All of it may leave again. Rejecting again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        found, order = await store.lock_order_change(work, order_change_id)
        if command.round == found.round and found.status is not OrderChangeStatus.REJECTED:
            found.status = rules.move(found.status, OrderChangeStatus.REJECTED)
            close_change(order)
            found.guidance = command.comment
            found.version += 1
            work.emit(OrderChangeRejected(**found.event_args(), guidance=command.comment))
        return found.snapshot()
