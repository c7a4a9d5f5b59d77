"""What happens when a signer transfers his task to another person?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, TransferTask
from messages.approvals.states import Verdict
from services.approvals.domain.acts.transfer import transfer
from services.approvals.domain.requests.request import Request
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request_of_task
from services.approvals.use_cases.steps.apply import apply, must_see


async def transfer_task(task_id: UUID, command: TransferTask, uow: UnitOfWork) -> RequestView:
    """To the same person again changes nothing."""
    async with uow.begin() as work:
        request = await lock_request_of_task(work, task_id)
        await must_see(work, request, "task", task_id)
        if work.repeated or _is_transferred(request, task_id, command.to):
            return request_view(request)
        transition = transfer(request.seat(task_id, work.actor.id, work.now), command.to, command.comment)
        return request_view(await apply(work, request, transition))


def _is_transferred(request: Request, task_id: UUID, to: UUID) -> bool:
    for step in request.progress.steps:
        for signer in step.signers:
            if signer.task_id == task_id and signer.verdict is Verdict.TRANSFER:
                return any(other.position == signer.position and other.person_id == to for other in step.signers)
    return False
