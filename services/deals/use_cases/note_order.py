"""What is kept of an order that orders told of?"""

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled, OrderFact
from services.deals.store import facts
from services.deals.tables import OrderFact as Kept


async def note_order(event: OrderFact, uow: UnitOfWork) -> None:
    """Whether it stands under its contract; a cancelled order does not, whatever comes late."""
    async with uow.begin() as work:
        fact = Kept(
            order_id=event.order_id,
            number=event.number,
            contract_id=event.contract_id,
            stands=not isinstance(event, OrderCancelled),
            version=event.version,
        )
        await facts.note_order(work, fact)
