"""An order was cancelled: what becomes of the money that came for it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.payments import PaymentReleased, PaymentStatus
from messages.collections.receivables import OrderAccount
from services.collections.store import payments, projections, receivables
from services.collections.tables import Payment, Receivable
from services.collections.use_cases.steps.allocate import deallocate
from services.collections.use_cases.steps.order_account import account_view
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.settle_prepaid import owe_back


async def reverse_order_payments(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    """It is owed back: taken off this order and left on the customer's account. Asked again, nothing is left to do.

    From the first compensation on the order takes no more money: it would stand in the way of the next one.
    """
    async with uow.begin() as work:
        account = await projections.lock_account(work, order_id)
        account.cancelled_at = account.cancelled_at or work.now
        found = await payments.lock_payments_of_order(work, order_id)
        rows = {row.id: row for row in await receivables.lock_of_order(work, order_id)}
        for payment in found:
            await _reverse(work, payment, rows, order_id)
        await publish_credits(work, {(row.customer_id, row.currency) for row in rows.values()})
        return await account_view(work, account)


async def _reverse(work: Work, payment: Payment, rows: dict[UUID, Receivable], order_id: UUID) -> None:
    """A payment that settles other orders too stays confirmed; one that waits for finance goes on waiting."""
    current = await payments.allocations_of(work, [payment.id])
    parts = [part for part in current if part.receivable_id in rows]
    released = await deallocate(work, payment, parts, rows)
    if payment.status is PaymentStatus.CONFIRMED and len(parts) == len(current):
        owe_back(work, payment, released or payment.free, order_id)
        return
    payment.version += 1
    event_args = payments.event_args(payment, [order_id])
    work.emit(PaymentReleased(**event_args, status=payment.status, released=payment.money(released)))
