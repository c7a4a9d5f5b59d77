"""Which due dates are known, now that an order was shipped or received?"""

from datetime import datetime

from chassis.subscriptions import NotYet
from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import ReceivableDue, ReceivableStatus
from messages.deals.contracts import InstalmentTrigger
from messages.orders.orders import OrderReceived, OrderShipped
from services.collections.domain.due import due_on
from services.collections.domain.ladder import next_at
from services.collections.store import receivables, shards
from services.collections.tables import OrderAccountRow
from services.collections.use_cases.open_account import ensure_account
from services.collections.use_cases.tell_credits import tell_credits
from services.collections.use_cases.tell_deadlines import tell_deadlines


async def note_shipped(event: OrderShipped, uow: UnitOfWork) -> None:
    """Raises NotYet when the order's receivables are not open yet."""
    async with uow.begin() as work:
        account = await _confirmed(work, event)
        if account is not None and account.shipped_at is None:
            account.shipped_at = event.shipped_at
            await _start(work, account, InstalmentTrigger.SHIPMENT, event.shipped_at)


async def note_received(event: OrderReceived, uow: UnitOfWork) -> None:
    """Raises NotYet when the order's receivables are not open yet."""
    async with uow.begin() as work:
        account = await _confirmed(work, event)
        if account is not None and account.received_at is None:
            account.received_at = event.received_at
            await _start(work, account, InstalmentTrigger.RECEIPT, event.received_at)


async def _confirmed(work: Work, event: OrderShipped | OrderReceived) -> OrderAccountRow | None:
    account = await ensure_account(work, event)
    if account.cancelled_at is not None:
        return None
    if account.confirmed_at is None:
        raise NotYet("receivables of order", event.order_id)
    return account


async def _start(work: Work, account: OrderAccountRow, trigger: InstalmentTrigger, moment: datetime) -> None:
    ladder = await shards.ladder(work)
    started = []
    for row in await receivables.lock_of_order(work, account.order_id):
        if row.trigger is not trigger or row.due_on is not None or row.status is ReceivableStatus.CANCELLED:
            continue
        row.due_on = due_on(started_at=moment, days=row.days, owed_since=account.confirmed_at or moment, tz=row.tz)
        row.version += 1
        if row.status is ReceivableStatus.OPEN:
            row.next_at = next_at(ladder, last=row.rung, due=row.due_on, tz=row.tz)
        work.emit(ReceivableDue(**row.fact(), due_on=row.due_on))
        started.append(row)
    await tell_credits(work, {(row.customer_id, row.currency) for row in started})
    await tell_deadlines(work, started)
