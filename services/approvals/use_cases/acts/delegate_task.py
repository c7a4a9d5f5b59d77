"""What happens when a signer has somebody else handle his task first?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import DelegateTask
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import questions
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def delegate_task(task_id: UUID, command: DelegateTask, uow: UnitOfWork) -> RequestView:
    return await act_on_task(task_id, uow, questions.delegate, command.to, command.comment)
