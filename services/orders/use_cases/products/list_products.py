"""Which products are there?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.products import ProductView
from services.orders.store import products as store


async def list_products(
    uow: UnitOfWork, *, q: str | None, codes: Sequence[str], cursor: str | None, limit: int
) -> Page[ProductView]:
    """By code; `q` is part of the code or the name, `codes` are those of the products wanted, if any are named."""
    async with uow.begin() as work:
        return await store.list_products(work, q=q, codes=codes, cursor=cursor, limit=limit)
