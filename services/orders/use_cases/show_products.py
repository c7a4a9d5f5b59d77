"""Show the price list and what is on the shelves."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.base import Page
from messages.errors import NotFound
from messages.orders.products import ProductView
from services.orders.store import products as store


async def list_products(uow: UnitOfWork, *, q: str | None, cursor: str | None, limit: int) -> Page[ProductView]:
    """By code; `q` is part of the code or the name."""
    async with uow.begin() as work:
        return await store.list_products(work, q=q, cursor=cursor, limit=limit)


async def show_product(product_id: UUID, uow: UnitOfWork) -> ProductView:
    """Raises NotFound."""
    async with uow.begin() as work:
        product = await store.find_product(work, product_id)
        if product is None:
            raise NotFound("product", product_id)
        return await store.product_view(work, product)
