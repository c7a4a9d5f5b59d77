"""What happens when a signer takes his word back?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.acts import TakeBack
from messages.approvals.requests import RequestView
from services.approvals.domain import taking_back
from services.approvals.use_cases.act_on_task import act_on_task


async def take_back(task_id: UUID, command: TakeBack, uow: UnitOfWork) -> RequestView:
    """`task_id` is the task he has decided."""
    said = command.comment
    return await act_on_task(task_id, lambda s, p, a: taking_back.take_back(s, p, a, task_id, uow.actor.id, said), uow)
