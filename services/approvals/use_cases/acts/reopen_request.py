"""What happens when what was withdrawn is reopened?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import ReopenRequest
from messages.approvals.requests import RequestView
from services.approvals.domain.acts.revocation import reopen
from services.approvals.domain.requests.submission import must_be_its_process, must_be_only_live_one
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import find_live, lock_request
from services.approvals.use_cases.steps.apply import apply, must_see


async def reopen_request(request_id: UUID, command: ReopenRequest, uow: UnitOfWork) -> RequestView:
    """The record of a process is submitted again by its owner instead."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request)
        header = request.header
        must_be_its_process(header.policy, header.process_id, is_process=False)
        transition = reopen(request.progress, request.context(work.now), work.actor.id, command.comment)
        live = await find_live(work, header.policy, header.about.id)
        must_be_only_live_one(live, header.id, header.about.number)
        return request_view(await apply(work, request, transition))
