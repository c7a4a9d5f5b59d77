"""Count the pieces of a product at a site, and allocate them to the orders that waited."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.products import CountStock, ProductView
from services.orders.domain.stock import must_be_stocked
from services.orders.store import products as store
from services.orders.use_cases.steps.count_pieces import count_pieces, lock_site
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
        stock, location = await lock_site(work, product, command.site)
        await count_pieces(work, product, stock, location, counted=command.on_hand, at=work.now)
        return await store.product_view(work, product)
