"""What happens when a signer says no?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RejectTask, RequestView
from messages.approvals.states import Verdict
from services.approvals.domain.acts.decisions import reject
from services.approvals.use_cases.steps.decide import decide


async def reject_task(task_id: UUID, command: RejectTask, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        return await decide(work, task_id, command, Verdict.REJECT, reject)
