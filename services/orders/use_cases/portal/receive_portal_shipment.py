"""Say, as the customer, what arrived of a shipment."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.portal import PortalShipment
from messages.orders.shipments import ReceiveShipment
from services.orders.use_cases.shipments.receive_shipment import receive_shipment
from services.orders.use_cases.steps.portal_views import portal_shipment


async def receive_portal_shipment(shipment_id: UUID, command: ReceiveShipment, uow: UnitOfWork) -> PortalShipment:
    """By line, as the shipper or the seller says it (use_cases/shipments). What is short or damaged they decide."""
    return portal_shipment(await receive_shipment(shipment_id, command, uow))
