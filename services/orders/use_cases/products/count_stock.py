"""Count the pieces of a product at a site, and allocate them to the orders that waited."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.products import CountStock, ProductView, StockCounted
from services.orders.domain.stock import must_be_stocked, must_cover_reservations
from services.orders.store import orders as order_store
from services.orders.store import products as store
from services.orders.use_cases.steps.allocate_stock import allocate_stock, lock_stock_locations
from services.orders.use_cases.steps.reach import must_reach_product


async def count_stock(product_id: UUID, command: CountStock, uow: UnitOfWork) -> ProductView:
    """The oldest waiting order first. ORD-11 when less is there than is promised."""
    async with uow.begin() as work:
        await store.lock_allocation(work)
        product = await store.lock_product(work, product_id)
        await must_reach_product(work, product.legal_entity_id, verb="POST /products/stock")
        if work.repeated:
            return await store.product_view(work, product)
        must_be_stocked(stocked=product.stocked, code=product.code)
        await store.open_site(work, product_id, command.site)
        stock = await lock_stock_locations(work, await order_store.lock_waiting(work, [product_id]), [product_id])
        stock_location = stock.locations[product_id, command.site]
        must_cover_reservations(counted=command.on_hand, reserved=stock_location.reserved)
        stock_location.on_hand = command.on_hand
        work.emit(StockCounted(product_id=product_id, version=product.version, **command.model_dump()))
        await allocate_stock(work, stock)
        return await store.product_view(work, product)
