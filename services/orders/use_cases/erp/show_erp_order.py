"""How does an order stand, for the ERP that heard a fact of it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.erp import ErpOrderView
from services.orders.store import orders as store
from services.orders.store import shipments as shipment_store


async def show_erp_order(order_id: UUID, uow: UnitOfWork) -> ErpOrderView:
    """Raises NotFound, also for one of another legal entity."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        sent = await shipment_store.views(work, await shipment_store.list_shipments(work, order_id))
        return ErpOrderView(order=order.view(lines), shipments=sent)
