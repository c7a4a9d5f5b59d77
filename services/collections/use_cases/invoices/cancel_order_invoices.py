"""An order was cancelled: what becomes of its invoices?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import OrderAccount
from services.collections.store import invoices, projections
from services.collections.use_cases.steps.cancel_invoices import cancel_or_reverse
from services.collections.use_cases.steps.order_account import account_view


async def cancel_order_invoices(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    """The order is cancelled: requests are cancelled, issued ones reversed, and no more is asked for. Asked again,
    nothing is left to do."""
    async with uow.begin() as work:
        account = await projections.lock_account(work, order_id)
        account.cancelled_at = account.cancelled_at or work.now
        await cancel_or_reverse(work, account, await invoices.lock_issued_and_requested(work, order_id))
        return await account_view(work, account)
