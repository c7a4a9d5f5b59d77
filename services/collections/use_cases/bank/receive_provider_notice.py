"""A payment provider tells that money of an order came, or went back: is it kept once?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.bank import ProviderNotice, ProviderTransactionStatus, ProviderTransactionView
from messages.collections.payments import RecordPayment
from messages.errors import Malformed
from messages.matching.identifiers import reference_key
from services.collections.domain.bank.provider_notices import must_be_more_than_nothing, must_be_the_same, signed
from services.collections.domain.due_dates import local_day
from services.collections.domain.payments import must_be_plausible_receipt
from services.collections.settings import PaymentProvider
from services.collections.store import bank_providers, payments, projections
from services.collections.tables import ProviderTransaction
from services.collections.use_cases.payments.record_payment import record
from services.collections.use_cases.steps.reconcile_provider import bill


async def receive_provider_notice(
    provider: PaymentProvider, notice: ProviderNotice, told: dict[str, Any], uow: UnitOfWork, *, ahead_days: int
) -> ProviderTransactionView:
    """Money for an order that is known is recorded as its payment and waits for finance, which sees it on the bill.
    Told again it is counted and changes nothing, unless it was refused for its day: then it counts as it is told now.
    `told`: the body as it was signed. Raises RuleViolation."""
    must_be_more_than_nothing(notice.amount)
    async with uow.begin() as work:
        made = _transaction(work, provider, notice, told)
        kept = await bank_providers.add_transaction(work, made)
        if kept is None:
            kept = await bank_providers.lock_transaction(work, provider.name, notice.transaction_id, notice.type)
            same = kept.order_number == notice.order_number and kept.currency == notice.amount.currency
            must_be_the_same(told=kept.amount, again=made.amount, same_order=same, transaction=notice.transaction_id)
            kept.deliveries += 1
            if kept.status is ProviderTransactionStatus.REFUSED:
                kept.paid_at, kept.notice = notice.paid_at, told
                await _record(work, provider, notice, kept, ahead_days)
            await work.write()
            return kept.view()
        entry = await bank_providers.find_entry(
            work, provider.legal_entity_id, kept.transaction_key, came=kept.amount > 0
        )
        if entry is not None:
            bill(kept, entry.id, entry.money)
        elif kept.amount > 0:
            await _record(work, provider, notice, kept, ahead_days)
        await work.write()
        return kept.view()


async def _record(
    work: Work, provider: PaymentProvider, notice: ProviderNotice, kept: ProviderTransaction, ahead_days: int
) -> None:
    """Nothing where the order is not known, is cancelled or is in another currency: finance sees it on the bill. Dated
    too far ahead it is refused, and kept."""
    order = await bank_providers.find_order(work, provider.legal_entity_id, notice.order_number)
    if order is None or order.cancelled_at is not None or order.currency != notice.amount.currency:
        return
    customer = await projections.find_customer(work, order.customer_id)
    if customer is None:
        return
    command = RecordPayment(
        id=work.new_id(),
        customer_id=order.customer_id,
        order_id=order.order_id,
        amount=notice.amount,
        received_on=local_day(notice.paid_at, customer.tz),
        method=provider.name,
        reference=notice.transaction_id,
    )
    if await payments.has_reference(work, order.legal_entity_id, reference_key(notice.transaction_id), notice.amount):
        return  # a colleague was quicker
    try:
        must_be_plausible_receipt(
            command.amount, command.received_on, now=work.now, tz=customer.tz, ahead_days=ahead_days
        )
    except Malformed as no:
        kept.status, kept.refused_by = ProviderTransactionStatus.REFUSED, no.rule
        return
    kept.status, kept.refused_by = ProviderTransactionStatus.ANNOUNCED, ""
    kept.payment_id = (await record(work, command, ahead_days=ahead_days)).id


def _transaction(
    work: Work, provider: PaymentProvider, notice: ProviderNotice, told: dict[str, Any]
) -> ProviderTransaction:
    return ProviderTransaction(
        id=work.new_id(),
        status=ProviderTransactionStatus.ANNOUNCED,
        provider=provider.name,
        transaction_id=notice.transaction_id,
        transaction_key=reference_key(notice.transaction_id) or notice.transaction_id,
        type=notice.type,
        order_number=notice.order_number,
        amount=signed(notice.type, notice.amount),
        currency=notice.amount.currency,
        paid_at=notice.paid_at,
        payer=notice.payer or "",
        legal_entity_id=provider.legal_entity_id,
        notice=told,
        received_at=work.now,
    )
