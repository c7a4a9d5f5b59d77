"""Close an order after everything done for it was compensated."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.store import projections as contract_store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.contract_lines import return_to_contract


async def finish_cancellation(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """What was called off goes back to the contract. Ending again changes nothing. ORD-8 while goods are away."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        if order.status is OrderStatus.CANCELLED:
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.CANCELLED)
        lifecycle.must_be_compensated(order.status, [line.pieces() for line in lines])
        if order.contract_id is not None:
            await contract_store.find_and_lock_contract(work, order.contract_id)
        await return_to_contract(work, order, lines)
        order.version += 1
        work.emit(OrderCancelled(**order.event_args(), reason=order.cancel_reason or ""))
        return order.view(lines)
