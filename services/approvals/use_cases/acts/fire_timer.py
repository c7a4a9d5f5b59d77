"""What happens when the process says that a timer is due?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import FireTimer, RequestView
from services.approvals.domain.acts.timeout import fire
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply


async def fire_timer(request_id: UUID, step: str, command: FireTimer, uow: UnitOfWork) -> RequestView:
    """The answer is what is there, whoever was first: the timer or a decision. Too early or stale changes nothing."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        transition = fire(request.progress, request.context(work.now), step, command.round, command.level)
        return request_view(await apply(work, request, transition))
