"""Send an order back to its seller, with guidance."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderReturned, OrderStatus, OrderView, ReturnOrder
from services.orders.domain import lifecycle
from services.orders.store.locked_orders import lock_with_lines


async def return_order(order_id: UUID, command: ReturnOrder, uow: UnitOfWork) -> OrderView:
    """Returning again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        earlier = command.round is not None and command.round < order.round
        if work.repeated or earlier or order.status is OrderStatus.RETURNED:
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.RETURNED)
        order.guidance = command.guidance
        order.version += 1
        work.emit(OrderReturned(**order.event_args(), guidance=command.guidance))
        return order.view(lines)
