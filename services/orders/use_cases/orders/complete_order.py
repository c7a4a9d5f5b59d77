"""Close an order that was received, paid and invoiced in full."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCompleted, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.store.locked_orders import lock_with_lines


async def complete_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """The process knows that it is paid. Completing again changes nothing; nor is it complete while a change of it
    waits, after which it may cost more."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        if work.repeated or order.status is OrderStatus.COMPLETED or order.open_change_id is not None:
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.COMPLETED)
        order.completed_at = work.now
        order.version += 1
        work.emit(OrderCompleted(**order.event_args()))
        return order.view(lines)
