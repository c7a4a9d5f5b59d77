"""What becomes of money that came before the order owed anything? (a step of opening receivables)"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentStatus
from services.collections.store import advances
from services.collections.tables import OrderAccountRow, Payment
from services.collections.use_cases.steps.allocate import allocate, choose_receivables
from services.collections.use_cases.steps.settle_free import settle_placed


async def settle_prepaid(work: Work, account: OrderAccountRow) -> Sequence[Payment]:
    """What came for this order settles its receivables, confirmed money before; what finance has not confirmed waits on
    them. The customer's locked money on account is left for who asked.

    All of it finds its place before any of it settles: what other money is there for is no rest to be written off.
    """
    prepaid, on_account = await advances.lock_prepaid(
        work,
        account.order_id,
        customer_id=account.customer_id,
        currency=account.currency,
        legal_entity_id=account.legal_entity_id,
    )
    placed = []
    for payment in prepaid:
        parts, rows = await choose_receivables(work, payment, [], order_id=account.order_id)
        if parts:
            await allocate(work, payment, parts, rows)
            placed.append(payment)
    await settle_placed(work, [payment for payment in placed if payment.status is PaymentStatus.CONFIRMED])
    return on_account
