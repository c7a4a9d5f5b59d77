"""What happens when the owner of a revoked record says what became of it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import NoteUndone
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import revocation
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply


async def note_undone(request_id: UUID, command: NoteUndone, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        if work.repeated:
            return request_view(request)
        transition = revocation.note_undone(request.progress, undone=command.undone, comment=command.comment)
        return request_view(await apply(work, request, transition))
