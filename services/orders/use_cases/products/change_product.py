"""Give a product another name or list price."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, must_match
from messages.money import Money
from messages.orders.products import ChangeProduct, ProductChanged, ProductView
from services.orders.store import products as store
from services.orders.use_cases.steps.reach import must_reach_product


async def change_product(product_id: UUID, command: ChangeProduct, version: int, uow: UnitOfWork) -> ProductView:
    """Contracts and orders keep what they agreed. Stale when it is no longer the version that was read."""
    async with uow.begin() as work:
        product = await store.lock_product(work, product_id)
        await must_reach_product(work, product.legal_entity_id, verb="PATCH /products")
        if work.repeated:
            return await store.product_view(work, product)
        must_match("product", product_id, current=product.version, expected=version)
        for name, value in command.model_dump(exclude_none=True).items():
            setattr(product, name, value)
        product.version += 1
        price = Money.of(product.price, product.currency)
        event_args = {"product_id": product.id, "code": product.code, "name": product.name}
        work.emit(ProductChanged(**event_args, price=price, version=product.version))
        return await store.product_view(work, product)
