"""Back to who asked for a change, with guidance."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import (
    DecideOrderChange,
    OrderChangeSentBack,
    OrderChangeSnapshot,
    OrderChangeStatus,
)
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store


async def send_back_order_change(
    order_change_id: UUID, command: DecideOrderChange, uow: UnitOfWork
) -> OrderChangeSnapshot:
    """The order stands as it was. Sending back again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        found, _ = await store.lock_order_change(work, order_change_id)
        if command.round == found.round and found.status is not OrderChangeStatus.RETURNED:
            found.status = rules.move(found.status, OrderChangeStatus.RETURNED)
            found.guidance = command.comment
            found.version += 1
            work.emit(OrderChangeSentBack(**found.event_args(), guidance=command.comment))
        return found.snapshot()
