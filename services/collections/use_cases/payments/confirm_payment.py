"""Finance saw the money: what is paid now?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.payments import ConfirmPayment, PaymentConfirmed, PaymentStatus, PaymentView
from services.collections.domain import ledger
from services.collections.domain.lifecycle import move_payment
from services.collections.domain.payments import must_not_be_recorder, must_wait_for_finance
from services.collections.store import payments, receivables
from services.collections.store.ledger import post
from services.collections.tables import Receivable
from services.collections.use_cases.steps.allocate import allocate, choose_receivables, deallocate, settle
from services.collections.use_cases.steps.order_account import emit_standing
from services.collections.use_cases.steps.redistribute import lock_in_reach, redistribute
from services.collections.use_cases.steps.write_off_rests import settle_rests


async def confirm_payment(id: UUID, command: ConfirmPayment, uow: UnitOfWork) -> PaymentView:
    """From here on it counts, before all money that still waits. Confirming again changes nothing.

    Who may: finance (api/payments.py), in the own scope (`lock_group` finds no other), never the recorder (COL-11).
    """
    async with uow.begin() as work:
        return await confirm(work, id, command)


async def confirm(work: Work, id: UUID, command: ConfirmPayment) -> PaymentView:
    """The same inside of another act."""
    payment, group = await payments.lock_group(work, id)
    if payment.status is PaymentStatus.CONFIRMED:
        return (await payments.shown(work, [payment]))[0]
    status = move_payment(payment.status, PaymentStatus.CONFIRMED)
    must_wait_for_finance(payment.status)
    must_not_be_recorder(recorded_by=payment.recorded_by, confirmed_by=work.actor.id)
    rows: dict[UUID, Receivable] = {}
    if command.allocations is not None:
        payment.automatic = False
        old = await payments.allocations_of(work, [id])
        wanted = {part.receivable_id for part in old} | {part.receivable_id for part in command.allocations}
        await lock_in_reach(work, payment, group, wanted)
        rows = await receivables.lock_receivables(work, wanted)
        await deallocate(work, payment, old, rows)
        if command.allocations:
            await allocate(work, payment, *await choose_receivables(work, payment, command.allocations))
    payment.status, payment.confirmed_by, payment.confirmed_at = status, work.actor.id, work.now
    payment.version += 1
    post(work, ledger.payment_confirmed(payment.subject, payment.amount, payment.received))
    left = await redistribute(work, payment, group)
    settled = await settle(work, payment)
    await settle_rests(work, [*rows.values(), *left])
    shown = payments.view_of(payment, settled)
    event_args = payments.event_args(payment, shown.order_ids)
    emit_standing(work, PaymentConfirmed(**event_args, confirmed_by=work.actor.id, allocated=shown.allocated))
    return shown
