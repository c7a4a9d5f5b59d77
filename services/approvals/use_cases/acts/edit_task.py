"""What happens when a signer changes a field of what he is asked to sign?"""

from dataclasses import replace
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import EditTask, RequestView
from services.approvals.domain.acts.edits import edit
from services.approvals.domain.acts.seen_content import must_have_seen
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.requests.request import Request
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.requests.persistence import renew_content
from services.approvals.store.requests.requests import lock_request_of_task
from services.approvals.store.requests.tasks import find_seen
from services.approvals.use_cases.steps.apply import apply, must_see


async def edit_task(task_id: UUID, command: EditTask, uow: UnitOfWork) -> RequestView:
    """The same values again change nothing. Who is asked next sees, and signs, the new content."""
    async with uow.begin() as work:
        request = await lock_request_of_task(work, task_id)
        await must_see(work, request, "task", task_id)
        if work.repeated:
            return request_view(request)
        header, progress = request.header, request.progress
        content = {**header.content, **command.changes}
        hash = content_hash(content, [attachment.model_dump() for attachment in header.attachments])
        seat = request.seat(task_id, work.actor.id, work.now)
        transition = edit(seat, header.content, command.changes, hash, command.comment)
        if not transition.events:
            return request_view(request)
        if command.content_hash != progress.content_hash:
            seen = await find_seen(work, header.id, command.content_hash)
            must_have_seen(command.content_hash, progress.content_hash, seen, header.signed)
        header = replace(header, content=content, edited={**header.edited, **command.changes})
        await renew_content(work, Request(header, transition.progress, request.policy, request.people))
        return request_view(await apply(work, Request(header, progress, request.policy, request.people), transition))
