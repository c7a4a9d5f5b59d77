"""Where does an order of the customer stand, and may he still cancel it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import CancelOrder
from messages.orders.portal import CancelPortalOrder, PortalOrderView, PortalShipment
from services.orders.store import orders as store
from services.orders.store import shipments as shipment_store
from services.orders.use_cases.orders.cancel_order import cancel_order
from services.orders.use_cases.steps.portal_views import portal_order, portal_shipment


async def show_portal_order(order_id: UUID, uow: UnitOfWork) -> PortalOrderView:
    """Raises NotFound."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        return portal_order(order, await store.lines_of(work, order_id))


async def list_portal_shipments(order_id: UUID, uow: UnitOfWork) -> list[PortalShipment]:
    """Of one order, the oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await store.get_order(work, order_id)
        rows = await shipment_store.list_shipments(work, order_id)
        return [portal_shipment(seen) for seen in await shipment_store.views(work, rows)]


async def cancel_portal_order(order_id: UUID, command: CancelPortalOrder, uow: UnitOfWork) -> PortalOrderView:
    """While it waits for approval (ORD-113); its seller is told. Asking again changes nothing."""
    await cancel_order(order_id, CancelOrder(reason=command.reason), uow)
    return await show_portal_order(order_id, uow)
