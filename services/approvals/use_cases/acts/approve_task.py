"""What happens when a signer says yes?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import ApproveTask, RequestView
from messages.approvals.states import Verdict
from services.approvals.domain.acts.decisions import approve
from services.approvals.use_cases.steps.decide import decide


async def approve_task(task_id: UUID, command: ApproveTask, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        return await decide(work, task_id, command, Verdict.APPROVE, approve)
