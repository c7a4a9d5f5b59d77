"""Release the goods that were allocated to an order that is being cancelled."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderView
from services.orders.domain import lifecycle
from services.orders.store import orders as store
from services.orders.store import products as stock_store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.allocate_stock import allocate_stock, lock_stock_locations


async def release_stock(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Orders that wait for these goods get them at once. Releasing again changes nothing."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        order, lines = await lock_with_lines(work, order_id)
        lifecycle.must_be_cancelling(order.status)
        kept = await stock_store.list_reservations(work, order_id)
        if not kept:
            return order.view(lines)
        freed = {row.product_id for row in kept}
        stock = await lock_stock_locations(work, await store.lock_waiting(work, freed), freed)
        for row in kept:
            stock.locations[row.product_id, row.site].reserved -= row.quantity
            row.quantity = 0
        for line in lines:
            line.reserved = 0
        order.version += 1
        await allocate_stock(work, stock)
        return order.view(lines)
