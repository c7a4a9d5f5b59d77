"""What does deals know of an order?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled, OrderEvent
from services.deals.store import projections
from services.deals.tables import OrderProjection


async def project_order(event: OrderEvent, uow: UnitOfWork) -> None:
    """Whether it stands under its contract; a cancelled order does not, whatever comes late; one without a contract
    is none of deals' business."""
    if event.contract_id is None:
        return
    async with uow.begin() as work:
        order = OrderProjection(
            order_id=event.order_id,
            number=event.number,
            contract_id=event.contract_id,
            is_live=not isinstance(event, OrderCancelled),
            version=event.version,
        )
        await projections.project_order(work, order)
