"""A second pair of eyes agrees that a payment is wrong: what does it settle now?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.corrections import (
    CorrectionConfirmed,
    CorrectionKind,
    CorrectionStatus,
    CorrectionView,
)
from services.collections.domain.corrections import must_be_correctable, must_be_second_pair_of_eyes
from services.collections.domain.lifecycle import move_correction
from services.collections.domain.payments import must_be_settleable
from services.collections.store import bank, corrections, payments, projections
from services.collections.tables import Correction
from services.collections.use_cases.steps.move_payment import move_payment
from services.collections.use_cases.steps.void_payment import void_payment


async def confirm_correction(id: UUID, uow: UnitOfWork) -> CorrectionView:
    """What it settled is open again, and the oldest debt is served first. Confirming again changes nothing.

    Who may: finance (api/corrections.py), in the own scope, never who asked for it (COL-59).
    """
    async with uow.begin() as work:
        seen, _ = await corrections.get_visible_correction(work, id)
        if seen.kind is CorrectionKind.VOID:
            await bank.lock_entry_of(work, seen.payment_id)  # which is reopened: entries before customers
        await _lock_parties(work, seen)
        payment, group = await payments.lock_served(work, seen.payment_id)
        found = await corrections.lock_correction(work, id)
        if found.status is CorrectionStatus.CONFIRMED:
            return found.view(payment)
        status = move_correction(found.status, CorrectionStatus.CONFIRMED)
        must_be_second_pair_of_eyes(requested_by=found.requested_by, confirmed_by=work.actor.id)
        refunded = payment.money(payment.refunded)
        must_be_correctable(payment.status, refunded=refunded, is_asked_for=False, number=payment.number)
        found.status, found.decided_by, found.decided_at = status, work.actor.id, work.now
        found.version += 1
        event_args = found.event_args(payment)
        if found.kind is CorrectionKind.VOID:
            await void_payment(work, payment, group, found.reason)
        else:
            await move_payment(work, payment, group, found)
        work.emit(CorrectionConfirmed(**event_args, confirmed_by=work.actor.id))
        return found.view(payment)


async def _lock_parties(work: Work, seen: Correction) -> None:
    """The order that it goes to, then both customers in one order: of two who move money to and fro none waits."""
    if seen.to_order_id is not None:
        account = await projections.lock_account(work, seen.to_order_id)
        must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
    payment = await payments.find_payment(work, seen.payment_id)
    parties = {payment.customer_id if payment else None, seen.to_customer_id} - {None}
    for customer_id in sorted(id for id in parties if id is not None):
        await projections.lock_customer(work, customer_id)
