"""An order was cancelled: what is no longer owed?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import OrderAccount, ReceivableCancelled, ReceivableStatus
from messages.orders.orders import OrderCancelled
from services.collections.domain.lifecycle import move_receivable
from services.collections.domain.payment import may_cancel_receivable
from services.collections.store import customers, receivables
from services.collections.tables import OrderAccountRow
from services.collections.use_cases.open_account import ensure_account
from services.collections.use_cases.show_order_account import account_view
from services.collections.use_cases.tell_credits import tell_credits


async def cancel_order_receivables(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    """Its payments must be reversed before. Asked again, nothing is left to do."""
    async with uow.begin() as work:
        account = await customers.lock_account(work, order_id)
        await _cancel(work, account)
        return await account_view(work, account)


async def note_cancelled(event: OrderCancelled, uow: UnitOfWork) -> None:
    """Whatever is heard of the order later opens nothing any more."""
    async with uow.begin() as work:
        await _cancel(work, await ensure_account(work, event))


async def _cancel(work: Work, account: OrderAccountRow) -> None:
    account.cancelled_at = account.cancelled_at or work.now
    keys = set()
    for row in await receivables.lock_of_order(work, account.order_id):
        if row.status is ReceivableStatus.CANCELLED:
            continue
        paid, waiting = row.money(row.paid), row.money(row.waiting)
        may_cancel_receivable(paid=paid, waiting=waiting, number=row.number)
        row.status, row.next_at = move_receivable(row.status, ReceivableStatus.CANCELLED), None
        row.version += 1
        keys.add((row.customer_id, row.currency))
        work.emit(ReceivableCancelled(**row.fact()))
    await tell_credits(work, keys)
