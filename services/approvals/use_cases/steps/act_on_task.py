"""How do the verbs act on one task that decide nothing?"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.views.request_views import answer_view
from services.approvals.store.requests.requests import lock_request_of_task
from services.approvals.use_cases.steps.apply import apply, must_see

P = ParamSpec("P")


async def act_on_task(
    task_id: UUID, uow: UnitOfWork, verb: Callable[Concatenate[Seat, P], Transition], *args: P.args, **kwargs: P.kwargs
) -> RequestView:
    """Sent twice with one Idempotency-Key, it shows what is there."""
    async with uow.begin() as work:
        request = await lock_request_of_task(work, task_id)
        await must_see(work, request, "task", task_id)
        if work.repeated:
            return answer_view(request)
        transition = verb(request.seat(task_id, work.actor.id, work.now), *args, **kwargs)
        return answer_view(await apply(work, request, transition))
