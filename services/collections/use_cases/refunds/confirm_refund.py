"""Finance has sent the money back: what is left of it here?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.refunds import ConfirmRefund, RefundConfirmed, RefundStatus, RefundView
from services.collections.domain import ledger
from services.collections.domain.lifecycle import move_refund
from services.collections.domain.refunds import must_have_left, must_not_have_requested
from services.collections.store import projections, refunds
from services.collections.store.ledger import post

ELSEWHERE_TZ = "Asia/Shanghai"


async def confirm_refund(id: UUID, command: ConfirmRefund, uow: UnitOfWork, *, ahead_days: int) -> RefundView:
    """It has left the bank. Confirming again changes nothing.

    Who may: finance (api/refunds.py), in the own scope, never who asked for it (COL-53).
    """
    async with uow.begin() as work:
        found, paid = await refunds.lock_refund(work, id)
        if found.status is RefundStatus.CONFIRMED:
            return found.view(paid)
        status = move_refund(found.status, RefundStatus.CONFIRMED)
        must_not_have_requested(requested_by=found.requested_by, confirmed_by=work.actor.id)
        customer = await projections.find_customer(work, paid.customer_id)
        tz = customer.tz if customer else ELSEWHERE_TZ
        must_have_left(command.paid_on, now=work.now, tz=tz, ahead_days=ahead_days)
        found.status, found.confirmed_by, found.confirmed_at = status, work.actor.id, work.now
        found.paid_on, found.reference = command.paid_on, command.reference
        found.version += 1
        post(work, ledger.refund_confirmed(found.subject(paid), found.amount, found.sent))
        confirmed = {"confirmed_by": work.actor.id, "paid_on": command.paid_on}
        work.emit(RefundConfirmed(**found.event_args(paid), **confirmed))
        return found.view(paid)
