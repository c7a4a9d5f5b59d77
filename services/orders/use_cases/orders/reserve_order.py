"""Allocate the goods of an order, all of them or none."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderStatus, Reserved
from services.orders.domain import lifecycle
from services.orders.store import products as stock_store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.allocate_stock import reserve


async def reserve_order(order_id: UUID, uow: UnitOfWork) -> Reserved:
    """What is backordered is named, and the order waits: OrderReserved comes when stock is counted or freed."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        order, lines = await lock_with_lines(work, order_id)
        backordered: list[str] = []
        if not lifecycle.has_reached(order.status, OrderStatus.RESERVED):
            lifecycle.move(order.status, OrderStatus.RESERVED)
            backordered = await reserve(work, order, lines)
        return Reserved(order=order.view(lines), done=not backordered, backordered=backordered)
