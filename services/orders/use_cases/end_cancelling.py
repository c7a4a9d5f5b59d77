"""Close an order after everything of it was undone."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.store import contracts as contract_store
from services.orders.store import orders as store
from services.orders.use_cases.place_again import give_back


async def end_cancelling(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """What was called off goes back to the contract. Ending again changes nothing. ORD-8 while goods are away."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        if order.status is OrderStatus.CANCELLED:
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.CANCELLED)
        lifecycle.check_undone(order.status, [line.pieces() for line in lines])
        await contract_store.find_contract(work, order.contract_id)
        await give_back(work, order, lines)
        order.version += 1
        work.emit(OrderCancelled(**order.facts(), reason=order.cancel_reason or ""))
        return order.view(lines)
