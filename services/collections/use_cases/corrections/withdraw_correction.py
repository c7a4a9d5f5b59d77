"""Who asked for a correction was wrong himself: how does he take that back?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.corrections import CorrectionStatus, CorrectionView, CorrectionWithdrawn
from services.collections.domain.corrections import must_have_asked
from services.collections.domain.lifecycle import move_correction
from services.collections.store import corrections, payments


async def withdraw_correction(id: UUID, uow: UnitOfWork) -> CorrectionView:
    """The payment stands as it stood. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        seen, _ = await corrections.get_visible_correction(work, id)
        payment = await payments.lock_payment(work, seen.payment_id)
        found = await corrections.lock_correction(work, id)
        must_have_asked(requested_by=found.requested_by, actor=work.actor.id)
        if found.status is CorrectionStatus.WITHDRAWN:
            return found.view(payment)
        found.status = move_correction(found.status, CorrectionStatus.WITHDRAWN)
        found.version += 1
        work.emit(CorrectionWithdrawn(**found.event_args(payment)))
        return found.view(payment)
