"""What is kept of a product that orders told of?"""

from chassis.unit_of_work import UnitOfWork
from messages.orders.products import ProductChanged
from services.deals.store import facts
from services.deals.tables import ProductFact


async def note_product(event: ProductChanged, uow: UnitOfWork) -> None:
    """Its newest name and list price; older news that comes late changes nothing."""
    async with uow.begin() as work:
        fact = ProductFact(
            product_id=event.product_id,
            code=event.code,
            code_key=event.code.casefold(),
            name=event.name,
            amount=event.price.amount,
            currency=event.price.currency,
            version=event.version,
        )
        await facts.note_product(work, fact)
