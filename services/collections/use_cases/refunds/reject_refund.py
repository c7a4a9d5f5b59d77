"""Finance does not send the money back: what becomes of it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.refunds import RefundRejected, RefundStatus, RefundView, RejectRefund
from services.collections.domain.lifecycle import move_refund
from services.collections.store import refunds
from services.collections.use_cases.steps.drop_refund import drop_refund


async def reject_refund(id: UUID, command: RejectRefund, uow: UnitOfWork) -> RefundView:
    """It lies on the customer's account again. Rejecting again changes nothing."""
    async with uow.begin() as work:
        found, paid = await refunds.lock_refund(work, id)
        if found.status is RefundStatus.REJECTED:
            return found.view(paid)
        found.status, found.guidance = move_refund(found.status, RefundStatus.REJECTED), command.reason
        drop_refund(work, found, paid)
        work.emit(RefundRejected(**found.event_args(paid), guidance=command.reason))
        return found.view(paid)
