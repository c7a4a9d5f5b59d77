"""What is common to the verbs that act on one task and decide nothing?"""

from collections.abc import Callable
from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView
from services.approvals.domain.policy import Policy
from services.approvals.domain.resolving import Asked
from services.approvals.domain.showing import request_view
from services.approvals.domain.standing import Ruling, Standing
from services.approvals.store.cases import lock_case_of_task
from services.approvals.use_cases.carry_out import carry_out, must_see

Act = Callable[[Standing, Policy, Asked], Ruling]


async def act_on_task(task_id: UUID, act: Act, uow: UnitOfWork) -> RequestView:
    """Sent twice with one Idempotency-Key, it shows what stands."""
    async with uow.begin() as work:
        case = await lock_case_of_task(work, task_id)
        await must_see(work, case, "task", task_id)
        if work.repeated:
            return request_view(case)
        ruling = act(case.standing, case.policy, case.asked(work.now))
        return request_view(await carry_out(work, case, ruling))
