"""What happens when somebody comments on a request?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.acts import CommentRequest
from messages.approvals.requests import RequestView
from messages.errors import RuleViolation
from services.approvals.domain.acts.comments import comment
from services.approvals.domain.requests.request import Request
from services.approvals.domain.views.request_views import request_view
from services.approvals.store.people.people import actor_of, find_person
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply, may_see, must_see
from services.approvals.use_cases.steps.attached import must_be_attached


async def comment_request(request_id: UUID, command: CommentRequest, uow: UnitOfWork) -> RequestView:
    """Whoever may see it may comment, also when it has ended."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        if work.repeated:
            return request_view(request, reader=work.actor.id)
        await must_be_attached(work, request, command.attachments)
        await _must_be_readers(work, request, command.mentions)
        transition = comment(
            request.progress, request.context(work.now), work.actor.id, command.comment, command.mentions,
            files=command.attachments,
        )  # fmt: skip
        return request_view(await apply(work, request, transition), reader=work.actor.id)


async def _must_be_readers(work: Work, request: Request, mentions: Sequence[UUID]) -> None:
    """A mention tells number, title and comment, so it goes to nobody who may not see the request; a copy lets him."""
    for id in dict.fromkeys(mentions):
        person = await find_person(work, id)
        if person is not None and not (person.active and await may_see(work, request, actor_of(person))):
            raise RuleViolation("APP-63", name=person.name)
