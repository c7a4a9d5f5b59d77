"""A confirmed payment is wrong: what shall become of it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.corrections import CorrectionRequested, CorrectionStatus, CorrectionView, RequestCorrection
from messages.errors import NotFound
from services.collections.domain.corrections import (
    must_be_correctable,
    must_name_its_customer,
    must_stay_in_legal_entity,
)
from services.collections.domain.payments import must_be_in_currency, must_be_settleable
from services.collections.store import corrections, payments, projections
from services.collections.tables import Correction, Customer, Payment


async def request_correction(command: RequestCorrection, uow: UnitOfWork) -> CorrectionView:
    """It counts when another in finance confirms it. The same id again shows what stands. Raises NotFound."""
    must_name_its_customer(command.kind, command.to_customer_id)
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await corrections.find_correction(work, id) is not None:
            known, paid = await corrections.get_visible_correction(work, id)
            return known.view(paid)
        paid = await payments.lock_payment(work, command.payment_id)
        asked = await corrections.has_live_one(work, paid.id)
        refunded = paid.money(paid.refunded)
        must_be_correctable(paid.status, refunded=refunded, is_asked_for=asked, number=paid.number)
        customer = await _customer(work, command, paid)
        made = Correction(
            id=id,
            number=await work.next_number("PC", paid.legal_entity_id),
            status=CorrectionStatus.REQUESTED,
            kind=command.kind,
            payment_id=paid.id,
            to_customer_id=customer.id if customer else None,
            to_customer_name=customer.name if customer else None,
            to_order_id=command.to_order_id if customer else None,
            reason=command.reason,
            requested_by=work.actor.id,
            requested_at=work.now,
        )
        work.session.add(made)
        work.emit(CorrectionRequested(**made.event_args(paid), requested_by=work.actor.id))
        return made.view(paid)


async def _customer(work: Work, command: RequestCorrection, paid: Payment) -> Customer | None:
    """Whose it shall be, in the scope of who asks; with an order of his that takes it."""
    if command.to_customer_id is None:
        return None
    customer = await projections.get_visible_customer(work, command.to_customer_id)
    must_stay_in_legal_entity(of=paid.legal_entity_id, to=customer.legal_entity_id)
    if command.to_order_id is not None:
        await _must_take_it(work, command.to_order_id, customer.id, paid)
    return customer


async def _must_take_it(work: Work, order_id: UUID, customer_id: UUID, paid: Payment) -> None:
    account = await projections.find_account(work, order_id)
    if account.customer_id != customer_id:
        raise NotFound("order", order_id)
    must_stay_in_legal_entity(of=paid.legal_entity_id, to=account.legal_entity_id)
    must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
    must_be_in_currency(paid.currency, currency=account.currency, number=account.number)
