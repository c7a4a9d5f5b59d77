"""Where does an order stand, for its process?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderSnapshot
from services.orders.store.snapshots import find_snapshot


async def snapshot_order(order_id: UUID, uow: UnitOfWork) -> OrderSnapshot:
    """And which of its shipments are on the way. Raises NotFound."""
    return await find_snapshot(uow, order_id)
