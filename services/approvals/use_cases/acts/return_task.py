"""What happens when a signer sends a request back?"""

from functools import partial
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, ReturnTask
from messages.approvals.states import Verdict
from services.approvals.domain.acts.returns import return_
from services.approvals.use_cases.steps.decide import decide


async def return_task(task_id: UUID, command: ReturnTask, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        return await decide(
            work, task_id, command, Verdict.RETURN, partial(return_, to_step=command.to_step, then=command.then)
        )
