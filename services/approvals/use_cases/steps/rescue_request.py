"""How does an operator free a request, by either verb?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import MoveRequest, ResolveAgain
from messages.approvals.requests import RequestView
from services.approvals.domain.acts.rescue import Rescue
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see


async def rescue_request(
    request_id: UUID, command: ResolveAgain | MoveRequest, uow: UnitOfWork, verb: Rescue
) -> RequestView:
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request)
        context = request.context(work.now)
        transition = verb(request.progress, context, work.actor.id, command.step, command.comment)
        return request_view(await apply(work, request, transition))
