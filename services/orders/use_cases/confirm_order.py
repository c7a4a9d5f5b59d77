"""Promise the customer delivery."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import OrderConfirmed, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.store import orders as store


async def confirm_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Confirming again changes nothing. ORD-1 when it is being cancelled."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        if work.repeated or lifecycle.has_passed(order.status, OrderStatus.CONFIRMED):
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.CONFIRMED)
        order.version += 1
        work.emit(OrderConfirmed(**order.facts(), confirmed_at=work.now))
        return order.view(lines)
