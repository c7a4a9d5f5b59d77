"""What happens when a signer who was added is removed again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import RemoveSigner
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import added_signers
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def remove_signer(task_id: UUID, command: RemoveSigner, uow: UnitOfWork) -> RequestView:
    """`task_id` is the task of the one who is removed."""
    return await act_on_task(task_id, uow, added_signers.remove_signer, command.comment)
