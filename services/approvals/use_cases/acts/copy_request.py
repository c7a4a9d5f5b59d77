"""What happens when somebody gives others a copy of a request to read?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import CopyRequest
from messages.approvals.requests import RequestView
from services.approvals.domain.acts.comments import copy
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see, must_take_part


async def copy_request(request_id: UUID, command: CopyRequest, uow: UnitOfWork) -> RequestView:
    """By who asked for it or signs it, and by a process."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request, reader=work.actor.id)
        must_take_part(work, request, "copy")
        context = request.context(work.now)
        transition = copy(request.progress, context, work.actor.id, command.people, command.comment)
        return request_view(await apply(work, request, transition), reader=work.actor.id)
