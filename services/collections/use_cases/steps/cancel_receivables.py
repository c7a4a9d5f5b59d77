"""How are the receivables of an order cancelled? Part of other use cases."""

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableCancelled, ReceivableStatus
from messages.collections.write_offs import ORDER_CANCELLED
from services.collections.domain import ledger
from services.collections.domain.lifecycle import move_receivable
from services.collections.domain.payments import must_be_cancellable_receivable
from services.collections.store import receivables
from services.collections.store.ledger import post
from services.collections.tables import OrderAccountRow
from services.collections.use_cases.steps.lapse_write_offs import lapse_write_offs
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.take_back_write_offs import take_back_write_offs


async def cancel_receivables(work: Work, account: OrderAccountRow) -> None:
    account.cancelled_at = account.cancelled_at or work.now
    keys = set()
    live = [
        row
        for row in await receivables.lock_of_order(work, account.order_id)
        if row.status is not ReceivableStatus.CANCELLED
    ]
    await take_back_write_offs(work, live, ORDER_CANCELLED)
    await lapse_write_offs(work, live)
    for row in live:
        paid, waiting = row.money(row.paid), row.money(row.waiting)
        must_be_cancellable_receivable(paid=paid, waiting=waiting, number=row.number)
        row.status, row.next_at = move_receivable(row.status, ReceivableStatus.CANCELLED), None
        row.version += 1
        post(work, ledger.receivable_cancelled(row.subject, row.open.amount))
        keys.add((row.customer_id, row.currency))
        work.emit(ReceivableCancelled(**row.event_args()))
    await publish_credits(work, keys)
