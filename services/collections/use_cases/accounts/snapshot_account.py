"""Where does an order's money stand, for the process of the order?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import AccountSnapshot
from services.collections.store.snapshots import await_acts, standing_of


async def snapshot_account(order_id: UUID, uow: UnitOfWork) -> AccountSnapshot:
    """What is paid, what waits for finance, what can be invoiced. Raises NotFound."""
    async with uow.begin() as work:
        await await_acts(work, order_id)
        return await standing_of(work, order_id)
