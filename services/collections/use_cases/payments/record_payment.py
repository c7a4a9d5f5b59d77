"""Money came: whose is it, and what does it settle?"""

from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.exchange import Exchange
from messages.collections.payments import PaymentRecorded, PaymentStatus, PaymentView, RecordPayment
from messages.errors import NotFound
from messages.matching.identifiers import reference_key
from services.collections.domain.exchange import exchanged, kept_rate, must_have_books, rate_stated
from services.collections.domain.payments import (
    entry_in_use,
    must_be_in_currency,
    must_be_plausible_receipt,
    must_be_settleable,
)
from services.collections.store import payments, projections
from services.collections.store.exchange.rates import find_books, find_rate
from services.collections.tables import Payment
from services.collections.use_cases.steps.allocate import allocate, choose_receivables
from services.collections.use_cases.steps.order_account import emit_standing


@dataclass(frozen=True)
class Payer:
    """Who pays, and in whose scope the payment is."""

    customer_id: UUID
    customer_name: str
    tz: str
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str


async def record_payment(command: RecordPayment, uow: UnitOfWork, *, ahead_days: int) -> PaymentView:
    """It waits for finance. The same id again shows what stands; the same bank entry again is refused."""
    async with uow.begin() as work:
        return await record(work, command, ahead_days=ahead_days)


async def record(
    work: Work,
    command: RecordPayment,
    *,
    ahead_days: int,
    recorded_by: UUID | None = None,
    number: str | None = None,
    source: str | None = None,
) -> PaymentView:
    """The same inside of another act. `recorded_by`: in whose name, where that is not who acts; `number` and `source`
    of a payment that came by a file."""
    id = command.id or work.new_id()
    if await payments.find_payment(work, id) is not None:
        return (await payments.shown(work, [await payments.get_visible_payment(work, id)]))[0]
    payer = await _payer(work, command)
    must_be_plausible_receipt(command.amount, command.received_on, now=work.now, tz=payer.tz, ahead_days=ahead_days)
    payment = _payment(work, id, command, payer)
    if command.exchange is not None:
        await _exchange(work, payment, command.exchange)
    payment.recorded_by = recorded_by or work.actor.id
    parts, rows = await choose_receivables(work, payment, command.allocations, order_id=command.order_id)
    payment.source = source
    payment.number = number or await work.next_number("PM", payer.legal_entity_id)
    made = await payments.add_payment(work, payment)
    if made is None:
        raise entry_in_use(command.reference, command.amount, command.occurrence)
    payment = made
    await allocate(work, payment, parts, rows)
    settled = [(part, rows[part.receivable_id].order_id) for part in parts]
    shown = payments.view_of(payment, settled)
    event_args = payments.event_args(payment, shown.order_ids)
    emit_standing(work, PaymentRecorded(**event_args, recorded_by=payment.recorded_by))
    return shown


async def _payer(work: Work, command: RecordPayment) -> Payer:
    if command.order_id is None:
        customer = await projections.get_visible_customer(work, command.customer_id)
        await projections.lock_customer(work, customer.id)
        owner = customer.owner_id or work.actor.id
        unit = customer.owner_unit if customer.owner_id else work.actor.unit
        return Payer(customer.id, customer.name, customer.tz, owner, unit, customer.legal_entity_id)
    # locked: it is not cancelled meanwhile
    account, found = await projections.lock_account_and_customer(work, command.order_id)
    must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
    given = command.exchange.currency if command.exchange else command.amount.currency
    must_be_in_currency(given, currency=account.currency, number=account.number)
    if found is None or found.id != command.customer_id:
        raise NotFound("customer", command.customer_id)
    return Payer(found.id, found.name, found.tz, account.owner_id, account.owner_unit, account.legal_entity_id)


def _payment(work: Work, id: UUID, command: RecordPayment, payer: Payer) -> Payment:
    return Payment(
        id=id,
        number="",
        status=PaymentStatus.RECORDED,
        customer_id=payer.customer_id,
        customer_name=payer.customer_name,
        order_id=command.order_id,
        owner_id=payer.owner_id,
        owner_unit=payer.owner_unit,
        legal_entity_id=payer.legal_entity_id,
        amount=command.amount.amount,
        currency=command.amount.currency,
        received_on=command.received_on,
        method=command.method,
        reference=command.reference,
        reference_key=reference_key(command.reference),
        occurrence=command.occurrence,
        automatic=not command.allocations,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )


async def _exchange(work: Work, payment: Payment, wanted: Exchange) -> None:
    """It settles debts in that currency; what came is kept beside it, with the rate."""
    received = payment.money(payment.amount)
    books = await find_books(work, payment.legal_entity_id)
    must_have_books(books.currency if books else None, payment.legal_entity_id)
    at = rate_stated(wanted, received, payment.received_on)
    if at is None:
        pair = (wanted.currency, received.currency)
        found = await find_rate(
            work, payment.legal_entity_id, pair, payment.received_on, valid_days=books.valid_days if books else 0
        )
        at = kept_rate(found, *pair, payment.received_on)
    settles = exchanged(received, wanted.currency, at)
    payment.received_amount, payment.received_currency = received.amount, received.currency
    payment.amount, payment.currency = settles.amount, settles.currency
    payment.rate, payment.rate_of, payment.rate_on, payment.rate_source = at.rate, at.base, at.day, at.source
