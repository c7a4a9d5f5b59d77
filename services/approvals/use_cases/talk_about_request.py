"""What happens when somebody comments, nudges, or gives a copy?"""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.acts import CommentRequest, CopyRequest, NudgeRequest
from messages.approvals.requests import RequestView
from messages.errors import Forbidden, Refused
from services.approvals.domain import talking
from services.approvals.domain.record import Case
from services.approvals.domain.resolving import Asked
from services.approvals.domain.showing import request_view
from services.approvals.domain.standing import Ruling
from services.approvals.store.cases import lock_case
from services.approvals.store.people import actor_of, find_person
from services.approvals.use_cases.attach_to_request import must_be_attached
from services.approvals.use_cases.carry_out import carry_out, may_see, must_see


async def comment_request(request_id: UUID, command: CommentRequest, uow: UnitOfWork) -> RequestView:
    """Whoever may see it may comment, also when it has ended."""

    def say(case: Case, asked: Asked) -> Ruling:
        return talking.comment(
            case.standing, asked, uow.actor.id, command.comment, command.mentions, command.attachments
        )

    return await _talk(request_id, say, uow, command)


async def nudge_request(request_id: UUID, command: NudgeRequest, uow: UnitOfWork) -> RequestView:
    """By who asked for it or signs it, and by a process."""

    def say(case: Case, asked: Asked) -> Ruling:
        _must_be_concerned(case, uow, "nudge")
        return talking.nudge(case.standing, asked, command.comment)

    return await _talk(request_id, say, uow)


async def copy_request(request_id: UUID, command: CopyRequest, uow: UnitOfWork) -> RequestView:
    def say(case: Case, asked: Asked) -> Ruling:
        _must_be_concerned(case, uow, "copy")
        return talking.copy(case.standing, asked, uow.actor.id, command.people, command.comment)

    return await _talk(request_id, say, uow)


async def _talk(
    request_id: UUID, say: Callable[[Case, Asked], Ruling], uow: UnitOfWork, said: CommentRequest | None = None
) -> RequestView:
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        await must_see(work, case, "request", request_id)
        if work.repeated:
            return request_view(case)
        if said is not None:
            await must_be_attached(work, case, said.attachments)
            await _must_be_readers(work, case, said.mentions)
        return request_view(await carry_out(work, case, say(case, case.asked(work.now))))


async def _must_be_readers(work: Work, case: Case, mentions: Sequence[UUID]) -> None:
    """A mention tells number, title and comment, so it goes to nobody who may not see the request; a copy lets him."""
    for id in dict.fromkeys(mentions):
        person = await find_person(work, id)
        if person is not None and not (person.active and await may_see(work, case, actor_of(person))):
            raise Refused("APP-63", name=person.name)


def _must_be_concerned(case: Case, uow: UnitOfWork, verb: str) -> None:
    if not uow.actor.is_process and not case.takes_part(uow.actor.id):
        raise Forbidden(verb)
