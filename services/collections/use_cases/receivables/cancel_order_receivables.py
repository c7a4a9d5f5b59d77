"""An order was cancelled: what is no longer owed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import OrderAccount
from services.collections.store import projections
from services.collections.use_cases.steps.cancel_receivables import cancel_receivables
from services.collections.use_cases.steps.order_account import account_view


async def cancel_order_receivables(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    """Its payments must be reversed before. Asked again, nothing is left to do."""
    async with uow.begin() as work:
        account = await projections.lock_account(work, order_id)
        await cancel_receivables(work, account)
        return await account_view(work, account)
