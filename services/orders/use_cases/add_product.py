"""Put a product on the price list."""

from chassis.unit_of_work import UnitOfWork
from messages.errors import Refused
from messages.money import Money
from messages.orders.products import AddProduct, ProductChanged, ProductView
from services.orders.store import products as store


async def add_product(command: AddProduct, uow: UnitOfWork) -> ProductView:
    """The same id again finds the first. ORD-12 when another product has the code."""
    async with uow.begin() as work:
        product_id = command.id or work.new_id()
        added = await store.add_products(work, [{**command.model_dump(), "id": product_id, "version": 1}])
        product = await store.find_product(work, product_id)
        if product is None:
            raise Refused("ORD-12", code=command.code)
        if added:
            price = Money.of(product.price, product.currency)
            told = {"product_id": product.id, "code": product.code, "name": product.name}
            work.emit(ProductChanged(**told, price=price, version=product.version))
        return await store.product_view(work, product)
