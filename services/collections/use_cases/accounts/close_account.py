"""An order is being cancelled: does it still take money?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelRequested
from services.collections.use_cases.steps.order_account import ensure_account


async def close_account(event: OrderCancelRequested, uow: UnitOfWork) -> None:
    """From now on it takes no payment and no invoice; what came before is compensated by its process."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        account.cancelled_at = account.cancelled_at or work.now
