"""A customer wants his money back: which of it goes before finance?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.refunds import RefundRequested, RefundStatus, RefundView, RequestRefund
from services.collections.domain import ledger
from services.collections.domain.exchange import sent_back
from services.collections.domain.refunds import amount_to_refund
from services.collections.store import payments, refunds
from services.collections.store.ledger import post
from services.collections.tables import Refund
from services.collections.use_cases.steps.settle_free import withdraw_offers


async def request_refund(command: RequestRefund, uow: UnitOfWork) -> RefundView:
    """It is set aside until finance has decided. The same id again shows what stands. Raises NotFound."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await refunds.find_refund(work, id) is not None:
            known, paid = await refunds.get_visible_refund(work, id)
            return known.view(paid)
        paid = await payments.lock_payment(work, command.payment_id)
        free = paid.money(paid.free)
        amount = amount_to_refund(command.amount, status=paid.status, free=free, number=paid.number)
        made = Refund(
            id=id,
            number=await work.next_number("RF", paid.legal_entity_id),
            status=RefundStatus.REQUESTED,
            payment_id=paid.id,
            legal_entity_id=paid.legal_entity_id,
            amount=amount,
            currency=paid.currency,
            reason=command.reason,
            requested_by=work.actor.id,
            requested_at=work.now,
        )
        paid.refunded += amount
        if paid.received is not None:
            sent = await refunds.sum_sent(work, paid.id)
            back = sent_back(paid.received, paid.amount, refunded=paid.refunded, sent=sent)
            made.sent_amount, made.sent_currency = back, paid.received_currency
        paid.version += 1
        work.session.add(made)
        post(work, ledger.refund_requested(paid.subject, made.subject(paid), amount))
        await withdraw_offers(work, paid)
        work.emit(RefundRequested(**made.event_args(paid), requested_by=work.actor.id))
        return made.view(paid)
