"""What happens when those who keep a request waiting are nudged?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import NudgeRequest
from messages.approvals.requests import RequestView
from services.approvals.domain.acts.comments import nudge
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see, must_take_part


async def nudge_request(request_id: UUID, command: NudgeRequest, uow: UnitOfWork) -> RequestView:
    """By who asked for it or signs it, and by a process."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request, reader=work.actor.id)
        must_take_part(work, request, "nudge")
        transition = nudge(request.progress, request.context(work.now), command.comment)
        return request_view(await apply(work, request, transition), reader=work.actor.id)
