"""What happens when what was approved is revoked?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import RevokeRequest
from messages.approvals.requests import RequestView
from services.approvals.domain.acts.revocation import revoke
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see


async def revoke_request(request_id: UUID, command: RevokeRequest, uow: UnitOfWork) -> RequestView:
    """Revoking again changes nothing."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request)
        transition = revoke(request.progress, request.context(work.now), work.actor.id, command.comment)
        return request_view(await apply(work, request, transition))
