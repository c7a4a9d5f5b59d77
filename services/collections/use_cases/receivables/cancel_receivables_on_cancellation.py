"""An order was cancelled before collections was asked to: what does it owe?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderCancelled
from services.collections.use_cases.steps.cancel_receivables import cancel_receivables
from services.collections.use_cases.steps.order_account import ensure_account
from services.collections.use_cases.steps.settle_prepaid import owe_back_prepaid


async def cancel_receivables_on_cancellation(event: OrderCancelled, uow: UnitOfWork) -> None:
    """Whatever event of the order comes later opens nothing any more. One that was rejected is not compensated: from
    here on what came for it is owed back."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        await owe_back_prepaid(work, event.order_id)
        await cancel_receivables(work, account)
