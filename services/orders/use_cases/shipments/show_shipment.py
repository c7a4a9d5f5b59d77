"""What does a shipment hold, and where is it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.orders.shipments import ShipmentView
from services.orders.store import orders as store
from services.orders.store import shipments as shipment_store


async def show_shipment(shipment_id: UUID, uow: UnitOfWork) -> ShipmentView:
    """To those who may see its order. Raises NotFound."""
    async with uow.begin() as work:
        row = await shipment_store.find_shipment(work, shipment_id)
        if row is None or await store.find_order(work, row.order_id) is None:
            raise NotFound("shipment", shipment_id)
        return (await shipment_store.views(work, [row]))[0]
