"""Which due dates are known, now that an order was shipped or received?"""

from datetime import datetime

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from messages.collections.receivables import ReceivableDue, ReceivableStatus
from messages.deals.terms import InstalmentTrigger
from messages.orders.orders import OrderEvent, OrderReceived, OrderShipped
from services.collections.domain.due_dates import due_days
from services.collections.store import receivables
from services.collections.tables import OrderAccountRow
from services.collections.use_cases.steps.order_account import ensure_account
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.reach_levels import set_clocks


async def set_due_dates_on_shipment(event: OrderShipped, uow: UnitOfWork) -> None:
    """Raises NotYet when the order's receivables are not open yet."""
    async with uow.begin() as work:
        account = await _confirmed(work, event)
        if account is not None and _is_news(account.shipped_at, account.shipped_version, event.version):
            account.shipped_at, account.shipped_version = event.shipped_at, event.version
            await _start(work, account, InstalmentTrigger.SHIPMENT, event, event.shipped_at)


async def set_due_dates_on_receipt(event: OrderReceived, uow: UnitOfWork) -> None:
    """Raises NotYet when the order's receivables are not open yet."""
    async with uow.begin() as work:
        account = await _confirmed(work, event)
        if account is not None and _is_news(account.received_at, account.received_version, event.version):
            account.received_at, account.received_version = event.received_at, event.version
            await _start(work, account, InstalmentTrigger.RECEIPT, event, event.received_at)


def _is_news(at: datetime | None, known: int, version: int) -> bool:
    """The first time, and each later one: what was added by a change leaves, and arrives, after the rest."""
    return at is None or version > known


async def _confirmed(work: Work, event: OrderShipped | OrderReceived) -> OrderAccountRow | None:
    account = await ensure_account(work, event)
    if account.cancelled_at is not None:
        return None
    if account.confirmed_at is None:
        raise NotYet("receivables of order", event.order_id)
    return account


async def _start(
    work: Work, account: OrderAccountRow, trigger: InstalmentTrigger, event: OrderEvent, moment: datetime
) -> None:
    started = [
        row
        for row in await receivables.lock_of_order(work, account.order_id)
        if row.trigger is trigger
        and row.due_on is None
        and row.status is not ReceivableStatus.CANCELLED
        and row.goods_since <= event.version
    ]
    for row in started:
        row.due_on, row.discount_until = due_days(
            started_at=moment,
            days=row.days,
            timing=row.agreed,
            owed_since=account.confirmed_at or moment,
            tz=row.tz,
        )
        row.version += 1
        work.emit(ReceivableDue(**row.event_args(), due_on=row.due_on))
    await set_clocks(work, [row for row in started if row.status is ReceivableStatus.OPEN])
    await publish_credits(work, {(row.customer_id, row.currency) for row in started})
    await publish_deadlines(work, started)
