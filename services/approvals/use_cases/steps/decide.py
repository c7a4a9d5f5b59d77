"""How is a task decided, once, on the content that was seen?"""

from collections.abc import Callable
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.approvals.requests import Decision, RequestView
from messages.approvals.states import TaskState, Verdict
from services.approvals.domain.acts.permission import Files
from services.approvals.domain.acts.seen_content import must_have_seen
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.views.request_views import answer_view
from services.approvals.store.requests.requests import lock_request_of_task
from services.approvals.store.requests.tasks import find_seen
from services.approvals.use_cases.steps.apply import apply, must_see
from services.approvals.use_cases.steps.attached import must_be_attached

Verb = Callable[[Seat, str, Files], Transition]


async def decide(work: Work, task_id: UUID, command: Decision, verdict: Verdict, verb: Verb) -> RequestView:
    """The same decision again shows what is there. What may not be done is said before what was not seen."""
    request = await lock_request_of_task(work, task_id)
    await must_see(work, request, "task", task_id)
    if work.repeated or _already_voted(request, task_id, work.actor.id, verdict):
        return answer_view(request)
    transition = verb(request.seat(task_id, work.actor.id, work.now), command.comment, command.attachments)
    now_hash = request.progress.content_hash
    if command.content_hash != now_hash:
        seen = await find_seen(work, request.header.id, command.content_hash)
        must_have_seen(command.content_hash, now_hash, seen, request.header.signed)
    await must_be_attached(work, request, command.attachments)
    return answer_view(await apply(work, request, transition))


def _already_voted(request: Request, task_id: UUID, actor_id: UUID, verdict: Verdict) -> bool:
    vote = (TaskState.DONE, verdict, actor_id)
    signers = (signer for step in request.progress.steps for signer in step.signers if signer.task_id == task_id)
    return any((signer.state, signer.verdict, signer.person_id) == vote for signer in signers)
