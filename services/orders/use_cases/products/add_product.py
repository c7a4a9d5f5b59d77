"""Put a product on the price list."""

from chassis.db.unit_of_work import UnitOfWork
from messages.money import Money
from messages.orders.products import AddProduct, ProductChanged, ProductView
from services.orders.domain.products import entity_of_product, must_have_free_code
from services.orders.store import products as store


async def add_product(command: AddProduct, uow: UnitOfWork) -> ProductView:
    """The same id again finds the first. ORD-12 when another product has the code."""
    async with uow.begin() as work:
        product_id = command.id or work.new_id()
        entity = entity_of_product(command.legal_entity_id, work.actor.legal_entities)
        row = {**command.model_dump(), "id": product_id, "version": 1, "legal_entity_id": entity}
        added = await store.add_products(work, [row])
        holder = (await store.ids_of_codes(work, [command.code])).get(command.code, product_id)
        must_have_free_code(command.code, holder=holder, product_id=product_id)
        product = await store.lock_product(work, product_id)
        if added:
            price = Money.of(product.price, product.currency)
            named = {"product_id": product.id, "code": product.code, "name": product.name}
            work.emit(ProductChanged(**named, price=price, version=product.version))
        return await store.product_view(work, product)
