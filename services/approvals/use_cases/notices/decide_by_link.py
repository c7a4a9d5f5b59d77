"""What does a link in a message show, and how does it decide, once?"""

from dataclasses import replace
from uuid import UUID

from chassis.auth.identity import NOBODY, Actor
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DecideByLink, LinkState, LinkView, ShowLink
from messages.approvals.requests import ApproveTask, RejectTask
from messages.approvals.states import Verdict
from messages.approvals.tasks import TaskView
from messages.errors import NotFound
from services.approvals.domain.acts.decisions import approve, reject
from services.approvals.domain.notices.links import Link, link_state, must_be_reader, must_decide
from services.approvals.domain.requests.request import Request
from services.approvals.domain.routing.preview import preview
from services.approvals.domain.views.request_views import coming_steps, task_view
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.notices.links import find_link, lock_link, use_link
from services.approvals.store.people.people import actor_of, find_person
from services.approvals.store.requests.requests import find_request, lock_request_of_task
from services.approvals.store.requests.tasks import find_task
from services.approvals.tables.people import PersonRow
from services.approvals.use_cases.steps.decide import decide
from services.approvals.use_cases.steps.write_message import hash_of, limit_of

SHOWN = (LinkState.OPEN, LinkState.STALE)


async def show_link(command: ShowLink, uow: UnitOfWork, settings: ApprovalsSettings) -> LinkView:
    """Changes nothing: programs that look at mail before people do may call it as often as they like."""
    async with uow.begin() as work:
        link = await find_link(work, hash_of(command.token))
        must_be_reader(link, _reader(work.actor))
        person = await _person(work, link)
        row = await find_task(work, link.task_id)
        return await _view(work, link, await find_request(work, row["request_id"]), person, settings)


async def decide_by_link(command: DecideByLink, uow: UnitOfWork, settings: ApprovalsSettings) -> LinkView:
    """As if the person had signed in and decided. The link is used up in the same transaction."""
    hash = hash_of(command.token)
    async with uow.begin() as work:
        link = await find_link(work, hash)
        must_be_reader(link, _reader(work.actor))
        person = await _person(work, link)
    async with replace(uow, actor=actor_of(person)).begin() as work:
        request = await lock_request_of_task(work, link.task_id)
        link = await lock_link(work, hash)
        must_decide(link_state(link, request, work.now, limit_of(settings))[0])
        said = {"content_hash": link.content_hash, "comment": command.comment}
        if command.verb == "approve":
            verdict = Verdict.APPROVE
            await decide(work, link.task_id, ApproveTask(**said), verdict, approve)
        else:
            verdict = Verdict.REJECT
            await decide(work, link.task_id, RejectTask(**said), verdict, reject)
        await use_link(work, hash, verdict)
        now = await find_request(work, request.header.id)
        used = await find_link(work, hash)
        return await _view(work, used, now, person, settings)


async def _view(work: Work, link: Link, request: Request, person: PersonRow, settings: ApprovalsSettings) -> LinkView:
    state, current = link_state(link, request, work.now, limit_of(settings))
    return LinkView(
        state=state, person_id=person.id, person_name=person.name, lang=person.lang, task_id=link.task_id,
        about=request.header.about, expires_at=link.expires_at, used_at=link.used_at, verdict=link.verdict,
        current=current, task=await _task(work, link, request, person) if state in SHOWN else None,
    )  # fmt: skip


async def _task(work: Work, link: Link, request: Request, person: PersonRow) -> TaskView:
    row = await find_task(work, link.task_id)
    ahead = preview(request.progress, request.context(work.now))
    coming = coming_steps(ahead, request.policy, request.people)
    return task_view(row, request, coming, viewer_id=person.id, roles=frozenset(person.roles))


async def _person(work: Work, link: Link) -> PersonRow:
    """Who has left decides nothing."""
    person = await find_person(work, link.person_id)
    if person is None or not person.active:
        raise NotFound("link", NOBODY)
    return person


def _reader(actor: Actor) -> UUID | None:
    """Who is signed in where the link was opened, if anybody."""
    return None if actor.id == NOBODY or actor.is_process else actor.id
