"""Finance sees nothing wrong with the payment: what becomes of its correction?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.corrections import CorrectionRejected, CorrectionStatus, CorrectionView, RejectCorrection
from services.collections.domain.lifecycle import move_correction
from services.collections.store import corrections, payments


async def reject_correction(id: UUID, command: RejectCorrection, uow: UnitOfWork) -> CorrectionView:
    """The payment stands as it stood. Rejecting again changes nothing."""
    async with uow.begin() as work:
        seen, _ = await corrections.get_visible_correction(work, id)
        payment = await payments.lock_payment(work, seen.payment_id)
        found = await corrections.lock_correction(work, id)
        if found.status is CorrectionStatus.REJECTED:
            return found.view(payment)
        found.status, found.guidance = move_correction(found.status, CorrectionStatus.REJECTED), command.reason
        found.decided_by, found.decided_at = work.actor.id, work.now
        found.version += 1
        work.emit(CorrectionRejected(**found.event_args(payment), guidance=command.reason))
        return found.view(payment)
