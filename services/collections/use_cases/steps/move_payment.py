"""Whose is a payment now, and what does it settle there? (a step of confirming a correction)"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.collections.payments import PaymentMoved, PaymentStatus
from messages.errors import NotFound
from services.collections.domain import ledger, lifecycle
from services.collections.store import payments, projections
from services.collections.store.ledger import post
from services.collections.tables import Correction, Payment
from services.collections.use_cases.steps.allocate import allocate, choose_receivables, settle
from services.collections.use_cases.steps.settle_free import withdraw_offers
from services.collections.use_cases.steps.take_off import take_off


async def move_payment(work: Work, payment: Payment, group: Sequence[Payment], why: Correction) -> None:
    """Taken off what it settled, it settles what the other customer, or the order, owes; the oldest first."""
    before, orders, customer_id = payment.subject, await payments.orders_of(work, payment), payment.customer_id
    await take_off(work, payment, group)
    await _hand_over(work, payment, why)
    await withdraw_offers(work, before)
    if payment.customer_id != customer_id:
        post(work, ledger.payment_moved(before, payment.subject, payment.amount))
    payment.automatic = True
    payment.version += 1
    parts, rows = await choose_receivables(work, payment, [], order_id=payment.order_id)
    if parts:
        if payment.status is PaymentStatus.REVERSED:
            payment.status = lifecycle.move_payment(payment.status, PaymentStatus.CONFIRMED)
        await allocate(work, payment, parts, rows)
        await settle(work, payment)
    all_orders = sorted({*orders, *await payments.orders_of(work, payment)})
    event_args = payments.event_args(payment, all_orders)
    moved = {"status": payment.status, "from_customer_id": customer_id, "reason": why.reason}
    work.emit(PaymentMoved(**event_args, **moved, confirmed_by=work.actor.id))


async def _hand_over(work: Work, payment: Payment, why: Correction) -> None:
    """To the customer, or to who looks after the order."""
    customer = await projections.find_customer(work, why.to_customer_id) if why.to_customer_id else None
    if customer is None:
        raise NotFound("customer", why.to_customer_id or "")
    payment.customer_id, payment.customer_name = customer.id, customer.name
    payment.order_id = why.to_order_id
    if why.to_order_id is not None:
        account = await projections.find_account(work, why.to_order_id)
        payment.owner_id, payment.owner_unit = account.owner_id, account.owner_unit
    elif customer.owner_id is not None:
        payment.owner_id, payment.owner_unit = customer.owner_id, customer.owner_unit
    payment.search = payment.searched()
    await work.write()
