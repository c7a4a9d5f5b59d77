"""What happens when a returned request is submitted again?"""

from dataclasses import replace
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, ResubmitRequest
from messages.approvals.states import RequestState
from messages.errors import Forbidden
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.policies.conditions import typed
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.submission import must_be_its_process, preparers
from services.approvals.domain.routing.rounds import resubmit
from services.approvals.domain.views.request_views import answer_view
from services.approvals.store.requests.persistence import renew_content
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, must_see


async def resubmit_request(request_id: UUID, command: ResubmitRequest, uow: UnitOfWork) -> RequestView:
    """By the requester, or by the process that asks for him. Sent twice, it shows what stands."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if not work.actor.is_process and work.actor.id != request.header.requester_id:
            raise Forbidden("resubmit")
        must_be_its_process(request.header.policy, request.header.process_id, is_process=work.actor.is_process)
        hash = content_hash(command.content, [attachment.model_dump() for attachment in command.attachments])
        again = request.progress.state is RequestState.PENDING and request.progress.content_hash == hash
        if work.repeated or (again and request.progress.round > 1):
            return answer_view(request)
        before = request.header.signed
        facts = typed(command.facts, request.policy.facts)
        progress = replace(request.progress, content_hash=hash)
        context = replace(
            request.context(work.now), facts=facts, prepared_by=preparers(command.prepared_by, facts, request.policy)
        )
        header = replace(request.header, content=command.content, attachments=tuple(command.attachments), edited={})
        request = Request(header, progress, request.policy, request.people)
        transition = resubmit(progress, context, before, header.signed, command.comment)
        await renew_content(work, Request(header, transition.progress, request.policy, request.people))
        return answer_view(await apply(work, request, transition))
