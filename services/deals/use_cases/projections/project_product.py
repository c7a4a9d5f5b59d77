"""What does deals know of a product?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.products import ProductChanged
from services.deals.store import projections
from services.deals.tables import ProductProjection


async def project_product(event: ProductChanged, uow: UnitOfWork) -> None:
    """Its newest name and list price; an older event that comes late changes nothing."""
    async with uow.begin() as work:
        product = ProductProjection(
            product_id=event.product_id,
            code=event.code,
            code_key=event.code.casefold(),
            name=event.name,
            amount=event.price.amount,
            currency=event.price.currency,
            version=event.version,
        )
        await projections.project_product(work, product)
