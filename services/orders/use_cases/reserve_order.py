"""Set the goods of an order aside, all of them or none."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import OrderStatus, Reserved
from services.orders.domain import lifecycle
from services.orders.store import orders as store
from services.orders.store import products as shelves_store
from services.orders.use_cases.set_aside import open_shelves, serve


async def reserve_order(order_id: UUID, uow: UnitOfWork) -> Reserved:
    """What is short is named, and the order waits; it is served (OrderReserved) when stock is counted or freed."""
    async with uow.begin() as work:
        await shelves_store.lock_shelves(work)
        order = await store.lock_order(work, order_id)
        if lifecycle.has_passed(order.status, OrderStatus.RESERVED):
            return Reserved(order=order.view(await store.lines_of(work, order_id)), done=True)
        lifecycle.move(order.status, OrderStatus.RESERVED)
        at = await open_shelves(work, [order])
        short = serve(work, at)[0].short or {}
        codes = {line.product_id: line.product_code for line in at.lines[order_id]}
        named = sorted(codes[product_id] for product_id in short)
        return Reserved(order=order.view(at.lines[order_id]), done=not short, short=named)
