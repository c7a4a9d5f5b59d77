"""What was shipped of an order?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.shipments import ShipmentView
from services.orders.store import orders as store
from services.orders.store import shipments as shipment_store


async def list_shipments(order_id: UUID, uow: UnitOfWork) -> list[ShipmentView]:
    """Of one order, the oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await store.get_order(work, order_id)
        return await shipment_store.views(work, await shipment_store.list_shipments(work, order_id))
