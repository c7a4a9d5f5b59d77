"""Say how many pieces of a product are on a site's shelf, and serve the orders that waited for them."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.products import CountStock, ProductView, StockCounted
from services.orders.domain.stock import check_count
from services.orders.store import orders as order_store
from services.orders.store import products as store
from services.orders.use_cases.set_aside import open_shelves, serve


async def count_stock(product_id: UUID, command: CountStock, uow: UnitOfWork) -> ProductView:
    """The oldest waiting order first. ORD-11 when less is there than is promised."""
    async with uow.begin() as work:
        await store.lock_shelves(work)
        product = await store.lock_product(work, product_id)
        if work.repeated:
            return await store.product_view(work, product)
        await store.open_site(work, product_id, command.site)
        at = await open_shelves(work, await order_store.lock_waiting(work, [product_id]), [product_id])
        shelf = at.shelves[product_id, command.site]
        check_count(counted=command.on_hand, reserved=shelf.reserved)
        shelf.on_hand = command.on_hand
        work.emit(StockCounted(product_id=product_id, version=product.version, **command.model_dump()))
        serve(work, at)
        return await store.product_view(work, product)
