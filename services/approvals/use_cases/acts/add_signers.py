"""What happens when a signer adds others to his step?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import AddSigners
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import added_signers
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def add_signers(task_id: UUID, command: AddSigners, uow: UnitOfWork) -> RequestView:
    verb = added_signers.add_signers
    return await act_on_task(task_id, uow, verb, command.people, command.how, command.mode, command.comment)
