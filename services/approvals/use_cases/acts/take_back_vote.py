"""What happens when a signer takes his vote back?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import TakeBack
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import take_back
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def take_back_vote(task_id: UUID, command: TakeBack, uow: UnitOfWork) -> RequestView:
    """`task_id` is the task he has decided."""
    return await act_on_task(task_id, uow, take_back.take_back, command.comment)
