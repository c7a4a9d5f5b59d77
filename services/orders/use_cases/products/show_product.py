"""What does a product cost, and how much of it is in stock?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.orders.products import ProductView
from services.orders.store import products as store


async def show_product(product_id: UUID, uow: UnitOfWork) -> ProductView:
    """Raises NotFound."""
    async with uow.begin() as work:
        product = await store.find_product(work, product_id)
        if product is None:
            raise NotFound("product", product_id)
        return await store.product_view(work, product)
