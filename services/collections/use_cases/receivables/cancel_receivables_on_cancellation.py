"""An order was cancelled before collections was asked to: what does it owe?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled
from services.collections.use_cases.steps.cancel_receivables import cancel_receivables
from services.collections.use_cases.steps.order_account import ensure_account


async def cancel_receivables_on_cancellation(event: OrderCancelled, uow: UnitOfWork) -> None:
    """Whatever event of the order comes later opens nothing any more."""
    async with uow.begin() as work:
        await cancel_receivables(work, await ensure_account(work, event))
