"""Money came: whose is it, and what does it settle?"""

from dataclasses import dataclass
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.payments import PaymentRecorded, PaymentStatus, PaymentView, RecordPayment
from messages.errors import NotFound
from services.collections.domain.payment import check_received, known_reference, may_settle
from services.collections.store import customers, payments
from services.collections.tables import Payment
from services.collections.use_cases.allocate import choose, put


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
    """It waits for finance. The same id again shows what stands; the same bank reference again is refused."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await payments.find_payment(work, id) is not None:
            return (await payments.shown(work, [await payments.see_payment(work, id)]))[0]
        payer = await _payer(work, command)
        check_received(command.amount, command.received_on, now=work.now, tz=payer.tz, ahead_days=ahead_days)
        payment = _payment(work, id, command, payer)
        parts, rows = await choose(work, payment, command.allocations, order_id=command.order_id)
        payment.number = await work.next_number("PM", payer.legal_entity_id)
        if not await payments.add_payment(work, payment):
            raise known_reference(command.reference)
        payment = await payments.lock_payment_made(work, id)
        await put(work, payment, parts, rows)
        await work.session.flush()
        shown = (await payments.shown(work, [payment]))[0]
        work.emit(PaymentRecorded(**payments.fact(payment, shown.order_ids), recorded_by=payment.recorded_by))
        return shown


async def _payer(work: Work, command: RecordPayment) -> Payer:
    if command.order_id is None:
        customer = await customers.see_customer(work, command.customer_id)
        owner = customer.owner_id or work.actor.id
        unit = customer.owner_unit if customer.owner_id else work.actor.unit
        return Payer(customer.id, customer.name, customer.tz, owner, unit, customer.legal_entity_id)
    account = await customers.lock_account(work, command.order_id)  # it is not cancelled meanwhile
    may_settle(cancelled=account.cancelled_at is not None, number=account.number)
    found = await customers.find_customer(work, account.customer_id)
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
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
