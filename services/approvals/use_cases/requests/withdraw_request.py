"""What happens when the requester takes the request back?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, WithdrawRequest
from services.approvals.domain.acts.withdrawal import withdraw
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see


async def withdraw_request(request_id: UUID, command: WithdrawRequest, uow: UnitOfWork) -> RequestView:
    """A process withdraws for the requester (the record was cancelled). Again changes nothing."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        actor = request.header.requester_id if work.actor.is_process else work.actor.id
        transition = withdraw(request.progress, request.context(work.now), actor, command.comment)
        return request_view(await apply(work, request, transition), reader=work.actor.id)
