"""What becomes of money that came before the order owed anything? (a step of opening
receivables, and of cancelling its order)"""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentReversed, PaymentStatus
from services.collections.domain.lifecycle import move_payment
from services.collections.store import advances, payments
from services.collections.store.exchange.differences import are_rated
from services.collections.tables import OrderAccountRow, Payment
from services.collections.use_cases.steps.allocate import allocate, choose_receivables
from services.collections.use_cases.steps.settle_free import settle_placed


async def settle_prepaid(work: Work, account: OrderAccountRow) -> Sequence[Payment]:
    """What came for this order settles its receivables, confirmed money before; what finance has not confirmed waits on
    them. The customer's locked money on account is left for who asked, and what no rate is known for (COL-132).

    All of it finds its place before any of it settles: what other money is there for is no rest to be written off.
    """
    prepaid, on_account = await advances.lock_prepaid(
        work,
        account.order_id,
        customer_id=account.customer_id,
        currency=account.currency,
        legal_entity_id=account.legal_entity_id,
    )
    placed, unrated = [], []
    for payment in prepaid:
        parts, rows = await choose_receivables(work, payment, [], order_id=account.order_id)
        counts = payment.status is PaymentStatus.CONFIRMED
        if parts and counts and not await are_rated(work, [payment], [rows[part.receivable_id] for part in parts]):
            unrated.append(payment)
        elif parts:
            await allocate(work, payment, parts, rows)
            placed.append(payment)
    await settle_placed(work, [payment for payment in placed if payment.status is PaymentStatus.CONFIRMED])
    return [*on_account, *unrated]


async def owe_back_prepaid(work: Work, order_id: UUID) -> None:
    """What was confirmed for an order before it owed anything."""
    for payment in await payments.lock_payments_of_order(work, order_id):
        if payment.status is PaymentStatus.CONFIRMED and not payment.allocated:
            owe_back(work, payment, payment.free, order_id)


def owe_back(work: Work, payment: Payment, amount: Decimal, order_id: UUID) -> None:
    """So much of a locked payment that settles nothing any more; from here on it is an advance of the customer."""
    payment.status = move_payment(payment.status, PaymentStatus.REVERSED)
    payment.version += 1
    work.emit(PaymentReversed(**payments.event_args(payment, [order_id]) | {"amount": payment.money(amount)}))
