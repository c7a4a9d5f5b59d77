"""Let go of the goods that were set aside for an order that is being cancelled."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import OrderView
from services.orders.domain import lifecycle
from services.orders.store import orders as store
from services.orders.store import products as shelves_store
from services.orders.use_cases.set_aside import open_shelves, serve


async def release_stock(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Orders that wait for these goods are served at once. Letting go again changes nothing."""
    async with uow.begin() as work:
        await shelves_store.lock_shelves(work)
        order = await store.lock_order(work, order_id)
        lifecycle.check_undoing(order.status)
        lines = await store.lines_of(work, order_id)
        kept = await shelves_store.list_reservations(work, order_id)
        if not kept:
            return order.view(lines)
        freed = {row.product_id for row in kept}
        at = await open_shelves(work, await store.lock_waiting(work, freed), freed)
        for row in kept:
            at.shelves[row.product_id, row.site].reserved -= row.quantity
            row.quantity = 0
        for line in lines:
            line.reserved = 0
        order.version += 1
        serve(work, at)
        return order.view(lines)
