"""The customer leaves his money here after all: what becomes of his refund?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.refunds import RefundStatus, RefundView, RefundWithdrawn
from services.collections.domain.lifecycle import move_refund
from services.collections.domain.refunds import must_have_requested
from services.collections.store import refunds
from services.collections.use_cases.steps.drop_refund import drop_refund


async def withdraw_refund(id: UUID, uow: UnitOfWork) -> RefundView:
    """By who asked for it: it lies on the customer's account again. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        found, paid = await refunds.lock_refund(work, id)
        must_have_requested(requested_by=found.requested_by, actor=work.actor.id)
        if found.status is RefundStatus.WITHDRAWN:
            return found.view(paid)
        found.status = move_refund(found.status, RefundStatus.WITHDRAWN)
        drop_refund(work, found, paid)
        work.emit(RefundWithdrawn(**found.event_args(paid)))
        return found.view(paid)
