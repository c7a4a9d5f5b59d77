"""What does a link in a message show, and how does it decide, once?"""

from dataclasses import replace
from uuid import UUID

from chassis.identity import NOBODY, Actor
from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DecideByLink, LinkState, LinkView, ShowLink
from messages.approvals.requests import ApproveTask, RejectTask
from messages.approvals.states import Verdict
from messages.approvals.tasks import TaskView
from messages.errors import NotFound
from services.approvals.domain.links import Link, link_state, must_be_his, must_decide
from services.approvals.domain.preview import preview
from services.approvals.domain.record import Case
from services.approvals.domain.showing import coming_steps, task_view
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.cases import find_case, lock_case_of_task
from services.approvals.store.links import find_link, lock_link, use_link
from services.approvals.store.people import actor_of, find_person
from services.approvals.store.tasks import find_task
from services.approvals.tables.people import PersonRow
from services.approvals.use_cases.decide_task import approving, decide_in, rejecting
from services.approvals.use_cases.write_message import hash_of, limit_of

SHOWN = (LinkState.OPEN, LinkState.STALE)


async def show_link(command: ShowLink, uow: UnitOfWork, settings: ApprovalsSettings) -> LinkView:
    """Changes nothing: programs that look at mail before people do may call it as often as they like."""
    async with uow.begin() as work:
        link = await find_link(work, hash_of(command.token))
        must_be_his(link, _reader(work.actor))
        person = await _person(work, link)
        row = await find_task(work, link.task_id)
        return await _view(work, link, await find_case(work, row["request_id"]), person, settings)


async def decide_by_link(command: DecideByLink, uow: UnitOfWork, settings: ApprovalsSettings) -> LinkView:
    """As if the person had signed in and decided. The link is used up in the same transaction."""
    hash = hash_of(command.token)
    async with uow.begin() as work:
        link = await find_link(work, hash)
        must_be_his(link, _reader(work.actor))
        person = await _person(work, link)
    async with replace(uow, actor=actor_of(person)).begin() as work:
        case = await lock_case_of_task(work, link.task_id)
        link = await lock_link(work, hash)
        must_decide(link_state(link, case, work.now, limit_of(settings))[0])
        said = {"content_hash": link.content_hash, "comment": command.comment}
        if command.verb == "approve":
            decision, verdict = ApproveTask(**said), Verdict.APPROVE
            await decide_in(work, link.task_id, decision, verdict, approving(link.task_id, decision))
        else:
            no = RejectTask(**said)
            verdict = Verdict.REJECT
            await decide_in(work, link.task_id, no, verdict, rejecting(link.task_id, no))
        await use_link(work, hash, verdict)
        now = await find_case(work, case.record.id)
        used = await find_link(work, hash)
        return await _view(work, used, now, person, settings)


async def _view(work: Work, link: Link, case: Case, person: PersonRow, settings: ApprovalsSettings) -> LinkView:
    state, stands = link_state(link, case, work.now, limit_of(settings))
    return LinkView(
        state=state, person_id=person.id, person_name=person.name, lang=person.lang, task_id=link.task_id,
        about=case.record.about, expires_at=link.expires_at, used_at=link.used_at, verdict=link.verdict, stands=stands,
        task=await _task(work, link, case, person) if state in SHOWN else None,
    )  # fmt: skip


async def _task(work: Work, link: Link, case: Case, person: PersonRow) -> TaskView:
    row = await find_task(work, link.task_id)
    ahead = preview(case.standing, case.policy, case.asked(work.now))
    coming = coming_steps(ahead, case.policy, case.people)
    return task_view(row, case, coming, person.id, frozenset(person.roles))


async def _person(work: Work, link: Link) -> PersonRow:
    """Who has left decides nothing."""
    person = await find_person(work, link.person_id)
    if person is None or not person.active:
        raise NotFound("link", NOBODY)
    return person


def _reader(actor: Actor) -> UUID | None:
    """Who is signed in where the link was opened, if anybody."""
    return None if actor.id == NOBODY or actor.is_process else actor.id
